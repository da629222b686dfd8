# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Prefill server: 6 of them, 4 GPUs each
vllm serve deepseek-ai/DeepSeek-R1 \
  --tensor-parallel-size 1 \
  --data-parallel-size 4 \
  --enable-expert-parallel \
  --max-num-seqs 1 \
  --max-num-batched-tokens 4096 \
  --max-model-len 9374 \
  --gpu-memory-utilization 0.90 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --speculative-config '{"method":"mtp","num_speculative_tokens":3}' \
  --kv-transfer-config '{"kv_connector":"NixlConnector","kv_role":"kv_both"}' \
  --host 0.0.0.0 \
  --port 8000

# Decode server: 16 GPUs, over 4 nodes; on each node but the first add --headless and leave out --host and --port
vllm serve deepseek-ai/DeepSeek-R1 \
  --tensor-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-expert-parallel \
  --enable-eplb \
  --eplb-config '{"num_redundant_experts":32}' \
  --max-num-seqs 256 \
  --max-num-batched-tokens 1024 \
  --max-model-len 9374 \
  --gpu-memory-utilization 0.86 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --speculative-config '{"method":"mtp","num_speculative_tokens":3}' \
  --kv-transfer-config '{"kv_connector":"NixlConnector","kv_role":"kv_both"}' \
  --data-parallel-size-local 4 \
  --data-parallel-address $HEAD_ADDRESS \
  --data-parallel-rpc-port 13345 \
  --data-parallel-start-rank $START_RANK \
  --host 0.0.0.0 \
  --port 8000

# Router: any proxy that sends a request to a prefill server and then to a decode server, such as `python3 -m dynamo.frontend`
