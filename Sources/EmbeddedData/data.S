/* Puts the data files into the read-only part of the binary: no file to find, mapped by the loader.
   checksum of the files, so that the build sees a change: 3 */
  .section .rodata
  .global explore_kernels_begin
  .global explore_kernels_end
  .balign 64
explore_kernels_begin:
  .incbin "kernels.bin"
explore_kernels_end:
  .byte 0
  .global explore_models_begin
  .global explore_models_end
explore_models_begin:
  .incbin "models.json"
explore_models_end:
  .byte 0
  .global explore_systems_begin
  .global explore_systems_end
explore_systems_begin:
  .incbin "systems.json"
explore_systems_end:
  .byte 0
  .global explore_space_autodeploy_ladder_begin
  .global explore_space_autodeploy_ladder_end
explore_space_autodeploy_ladder_begin:
  .incbin "../../spaces/autodeploy-ladder.yaml"
explore_space_autodeploy_ladder_end:
  .byte 0
  .global explore_space_deepseek_r1_begin
  .global explore_space_deepseek_r1_end
explore_space_deepseek_r1_begin:
  .incbin "../../spaces/deepseek-r1.yaml"
explore_space_deepseek_r1_end:
  .byte 0
  .global explore_space_dynamo_gb200_grid_begin
  .global explore_space_dynamo_gb200_grid_end
explore_space_dynamo_gb200_grid_begin:
  .incbin "../../spaces/dynamo-gb200-grid.yaml"
explore_space_dynamo_gb200_grid_end:
  .byte 0
  .global explore_space_general_dense_begin
  .global explore_space_general_dense_end
explore_space_general_dense_begin:
  .incbin "../../spaces/general-dense.yaml"
explore_space_general_dense_end:
  .byte 0
  .global explore_space_general_moe_begin
  .global explore_space_general_moe_end
explore_space_general_moe_begin:
  .incbin "../../spaces/general-moe.yaml"
explore_space_general_moe_end:
  .byte 0
  .global explore_space_general_moe_mla_begin
  .global explore_space_general_moe_mla_end
explore_space_general_moe_mla_begin:
  .incbin "../../spaces/general-moe-mla.yaml"
explore_space_general_moe_mla_end:
  .byte 0
  .global explore_space_genai_perf_llama70b_begin
  .global explore_space_genai_perf_llama70b_end
explore_space_genai_perf_llama70b_begin:
  .incbin "../../spaces/genai-perf-llama70b.yaml"
explore_space_genai_perf_llama70b_end:
  .byte 0
  .global explore_space_inferencemax_b200_fp4_begin
  .global explore_space_inferencemax_b200_fp4_end
explore_space_inferencemax_b200_fp4_begin:
  .incbin "../../spaces/inferencemax-b200-fp4.yaml"
explore_space_inferencemax_b200_fp4_end:
  .byte 0
  .global explore_space_seed001_b200_begin
  .global explore_space_seed001_b200_end
explore_space_seed001_b200_begin:
  .incbin "../../spaces/seed001-b200.yaml"
explore_space_seed001_b200_end:
  .byte 0
  .global explore_space_seed001_gb200_begin
  .global explore_space_seed001_gb200_end
explore_space_seed001_gb200_begin:
  .incbin "../../spaces/seed001-gb200.yaml"
explore_space_seed001_gb200_end:
  .byte 0
  .global explore_space_seed001_h100_begin
  .global explore_space_seed001_h100_end
explore_space_seed001_h100_begin:
  .incbin "../../spaces/seed001-h100.yaml"
explore_space_seed001_h100_end:
  .byte 0
  .section .note.GNU-stack,"",@progbits
