# This deployment has nvfp4 weights: put a checkpoint of deepseek-ai/DeepSeek-R1 in that format where the commands name the model.

# Prefill server: 6 of them, 4 GPUs each
python -m sglang.launch_server \
  --model-path deepseek-ai/DeepSeek-R1 \
  --tp-size 4 \
  --dp-size 4 \
  --enable-dp-attention \
  --ep-size 4 \
  --max-running-requests 4 \
  --chunked-prefill-size 16384 \
  --context-length 9374 \
  --mem-fraction-static 0.88 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --speculative-algorithm NEXTN \
  --speculative-num-steps 3 \
  --speculative-eagle-topk 1 \
  --speculative-num-draft-tokens 4 \
  --disaggregation-mode prefill \
  --host 0.0.0.0 \
  --port 30000

# Decode server: 16 GPUs, over 4 nodes
python -m sglang.launch_server \
  --model-path deepseek-ai/DeepSeek-R1 \
  --tp-size 16 \
  --dp-size 16 \
  --enable-dp-attention \
  --ep-size 16 \
  --enable-eplb \
  --ep-num-redundant-experts 32 \
  --max-running-requests 4096 \
  --chunked-prefill-size 16384 \
  --context-length 9374 \
  --mem-fraction-static 0.83 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --speculative-algorithm NEXTN \
  --speculative-num-steps 3 \
  --speculative-eagle-topk 1 \
  --speculative-num-draft-tokens 4 \
  --nnodes 4 \
  --node-rank $NODE_RANK \
  --dist-init-addr $HEAD_ADDRESS:5000 \
  --disaggregation-mode decode \
  --host 0.0.0.0 \
  --port 30000

# Router: put the servers' host names for prefill-N and decode-N
python -m sglang_router.launch_router \
  --pd-disaggregation \
  --prefill http://prefill-0:30000 \
  --prefill http://prefill-1:30000 \
  --prefill http://prefill-2:30000 \
  --prefill http://prefill-3:30000 \
  --prefill http://prefill-4:30000 \
  --prefill http://prefill-5:30000 \
  --decode http://decode-0:30000 \
  --host 0.0.0.0 \
  --port 8000
