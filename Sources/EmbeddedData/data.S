/* Puts the data files into the read-only part of the binary: no file to find, mapped by the loader.
   checksum of the files, so that the build sees a change: ffbe6c053fde139a */
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
  .section .note.GNU-stack,"",@progbits
