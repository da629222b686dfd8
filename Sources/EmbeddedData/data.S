/* Puts the data files into the read-only part of the binary: no file to find, mapped by the loader.
   The build does not look into included files: `make` touches this file when one of them is newer.
   checksum of the kernel tables, so that the build sees a change: 0 */
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
  .section .note.GNU-stack,"",@progbits
