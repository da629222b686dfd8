/* Puts the data files into the read-only part of the binary: no file to find, mapped by the loader.
   The build does not look into included files: `make embedded` touches this one when they have changed. */
  .macro embed symbol, file
  .global explore_\symbol\()_begin
  .global explore_\symbol\()_end
explore_\symbol\()_begin:
  .incbin "\file"
explore_\symbol\()_end:
  .byte 0
  .endm

  .section .rodata
  .balign 64
  embed kernels, "kernels.bin"
  embed models, "models.json"
  embed systems, "systems.json"
  embed calibration, "calibration.json"
  .section .note.GNU-stack,"",@progbits
