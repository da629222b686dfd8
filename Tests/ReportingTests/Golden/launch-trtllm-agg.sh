# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Server: 8 GPUs, over 2 nodes
cat > extra-llm-api-options.yaml <<'EOF'
print_iter_log: true
enable_attention_dp: true
attention_dp_config:
  batching_wait_iters: 0
  enable_balance: true
  timeout_iters: 60
cuda_graph_config:
  enable_padding: true
  max_batch_size: 256
stream_interval: 10
kv_cache_config:
  dtype: fp8
  free_gpu_memory_fraction: 0.8
  enable_block_reuse: false
moe_config:
  backend: CUTLASS
speculative_config:
  decoding_type: MTP
  num_nextn_predict_layers: 1
EOF
srun --nodes 2 --ntasks-per-node 4 --mpi pmix trtllm-llmapi-launch \
  trtllm-serve deepseek-ai/DeepSeek-R1 \
  --backend pytorch \
  --tp_size 8 \
  --pp_size 1 \
  --ep_size 8 \
  --max_batch_size 256 \
  --max_num_tokens 8192 \
  --max_seq_len 9374 \
  --kv_cache_free_gpu_memory_fraction 0.8 \
  --enable_chunked_prefill \
  --extra_llm_api_options extra-llm-api-options.yaml \
  --host 0.0.0.0 \
  --port 8000
