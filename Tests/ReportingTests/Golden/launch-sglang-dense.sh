# Server: 2 of them, 8 GPUs each
python -m sglang.launch_server \
  --model-path meta-llama/Llama-3.1-70B \
  --tp-size 4 \
  --pp-size 2 \
  --max-running-requests 128 \
  --chunked-prefill-size -1 \
  --max-prefill-tokens 2048 \
  --context-length 2248 \
  --mem-fraction-static 0.80 \
  --host 0.0.0.0 \
  --port 8000
