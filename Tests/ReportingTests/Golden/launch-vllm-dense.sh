# Server: 2 of them, 8 GPUs each
vllm serve meta-llama/Llama-3.1-70B \
  --tensor-parallel-size 4 \
  --pipeline-parallel-size 2 \
  --max-num-seqs 128 \
  --max-num-batched-tokens 2048 \
  --max-model-len 2248 \
  --gpu-memory-utilization 0.85 \
  --no-enable-chunked-prefill \
  --enable-prefix-caching \
  --host 0.0.0.0 \
  --port 8000
