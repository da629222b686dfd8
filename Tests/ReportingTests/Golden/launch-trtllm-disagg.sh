# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Prefill server: 6 of them, 4 GPUs each
cat > prefill.yaml <<'EOF'
print_iter_log: true
enable_attention_dp: true
attention_dp_config:
  batching_wait_iters: 0
  enable_balance: true
  timeout_iters: 60
disable_overlap_scheduler: true
kv_cache_config:
  dtype: fp8
  free_gpu_memory_fraction: 0.75
  enable_block_reuse: false
moe_config:
  backend: CUTLASS
cache_transceiver_config:
  backend: DEFAULT
  max_tokens_in_buffer: 8448
speculative_config:
  decoding_type: MTP
  num_nextn_predict_layers: 3
EOF
trtllm-serve deepseek-ai/DeepSeek-R1 \
  --backend pytorch \
  --tp_size 4 \
  --pp_size 1 \
  --ep_size 4 \
  --max_batch_size 1 \
  --max_num_tokens 4096 \
  --max_seq_len 8350 \
  --kv_cache_free_gpu_memory_fraction 0.75 \
  --enable_chunked_prefill \
  --extra_llm_api_options prefill.yaml \
  --host 0.0.0.0 \
  --port 8001

# Decode server: 16 GPUs, over 4 nodes
cat > decode.yaml <<'EOF'
print_iter_log: true
enable_attention_dp: true
attention_dp_config:
  batching_wait_iters: 0
  enable_balance: true
  timeout_iters: 60
cuda_graph_config:
  enable_padding: true
  max_batch_size: 256
stream_interval: 20
kv_cache_config:
  dtype: fp8
  free_gpu_memory_fraction: 0.8
  enable_block_reuse: false
moe_config:
  backend: WIDEEP
  load_balancer:
    num_slots: 288
    layer_updates_per_iter: 1
cache_transceiver_config:
  backend: DEFAULT
  max_tokens_in_buffer: 8448
speculative_config:
  decoding_type: MTP
  num_nextn_predict_layers: 3
EOF
srun --nodes 4 --ntasks-per-node 4 --mpi pmix trtllm-llmapi-launch \
  trtllm-serve deepseek-ai/DeepSeek-R1 \
  --backend pytorch \
  --tp_size 16 \
  --pp_size 1 \
  --ep_size 16 \
  --max_batch_size 256 \
  --max_num_tokens 1024 \
  --max_seq_len 9374 \
  --kv_cache_free_gpu_memory_fraction 0.8 \
  --extra_llm_api_options decode.yaml \
  --host 0.0.0.0 \
  --port 8002

# Router: put the servers' host names for prefill-N and decode-N
cat > disagg.yaml <<'EOF'
hostname: 0.0.0.0
port: 8000
backend: pytorch
context_servers:
  num_instances: 6
  urls:
  - "prefill-0:8001"
  - "prefill-1:8001"
  - "prefill-2:8001"
  - "prefill-3:8001"
  - "prefill-4:8001"
  - "prefill-5:8001"
generation_servers:
  num_instances: 1
  urls:
  - "decode-0:8002"
EOF
trtllm-serve disaggregated \
  -c disagg.yaml
