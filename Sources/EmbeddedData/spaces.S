/* The spaces of the folder `spaces`, so that the program knows them without it.
   `make embedded` touches this file when they have changed. */
  .macro embed symbol, file
  .global explore_space_\symbol\()_begin
  .global explore_space_\symbol\()_end
explore_space_\symbol\()_begin:
  .incbin "../../spaces/\file"
explore_space_\symbol\()_end:
  .byte 0
  .endm

  .section .rodata
  embed autodeploy_ladder, "autodeploy-ladder.yaml"
  embed deepseek_r1, "deepseek-r1.yaml"
  embed deepseek_r1_h200, "deepseek-r1-h200.yaml"
  embed dynamo_gb200_grid, "dynamo-gb200-grid.yaml"
  embed general_dense, "general-dense.yaml"
  embed general_moe, "general-moe.yaml"
  embed general_moe_mla, "general-moe-mla.yaml"
  embed genai_perf_llama70b, "genai-perf-llama70b.yaml"
  embed inferencemax_b200_fp4, "inferencemax-b200-fp4.yaml"
  embed seed001_b200, "seed001-b200.yaml"
  embed seed001_gb200, "seed001-gb200.yaml"
  embed seed001_h100, "seed001-h100.yaml"
  .section .note.GNU-stack,"",@progbits
