# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Server: 8 GPUs, over 2 nodes; on each node but the first add --headless and leave out --host and --port
vllm serve deepseek-ai/DeepSeek-R1 \
  --tensor-parallel-size 1 \
  --data-parallel-size 8 \
  --enable-expert-parallel \
  --max-num-seqs 256 \
  --max-num-batched-tokens 8192 \
  --max-model-len 9374 \
  --gpu-memory-utilization 0.88 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --speculative-config '{"method":"mtp","num_speculative_tokens":1}' \
  --data-parallel-size-local 4 \
  --data-parallel-address $HEAD_ADDRESS \
  --data-parallel-rpc-port 13345 \
  --data-parallel-start-rank $START_RANK \
  --host 0.0.0.0 \
  --port 8000
