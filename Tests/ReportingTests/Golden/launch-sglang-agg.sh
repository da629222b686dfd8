# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Server: 8 GPUs, over 2 nodes
python -m sglang.launch_server \
  --model-path deepseek-ai/DeepSeek-R1 \
  --tp-size 8 \
  --dp-size 8 \
  --enable-dp-attention \
  --ep-size 8 \
  --max-running-requests 2048 \
  --chunked-prefill-size 65536 \
  --context-length 9374 \
  --mem-fraction-static 0.84 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --speculative-algorithm NEXTN \
  --speculative-num-steps 1 \
  --speculative-eagle-topk 1 \
  --speculative-num-draft-tokens 2 \
  --nnodes 2 \
  --node-rank $NODE_RANK \
  --dist-init-addr $HEAD_ADDRESS:5000 \
  --host 0.0.0.0 \
  --port 8000
