# Server: 2 of them, 8 GPUs each
cat > extra-llm-api-options.yaml <<'EOF'
print_iter_log: true
cuda_graph_config:
  enable_padding: true
  max_batch_size: 128
stream_interval: 10
kv_cache_config:
  dtype: auto
  free_gpu_memory_fraction: 0.8
  enable_block_reuse: true
EOF
trtllm-serve meta-llama/Llama-3.1-70B \
  --backend pytorch \
  --tp_size 4 \
  --pp_size 2 \
  --max_batch_size 128 \
  --max_num_tokens 2048 \
  --max_seq_len 2248 \
  --kv_cache_free_gpu_memory_fraction 0.8 \
  --extra_llm_api_options extra-llm-api-options.yaml \
  --host 0.0.0.0 \
  --port 8000
