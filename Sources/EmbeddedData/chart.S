/* Puts the pages of `--html` into the binary, as data.S does with the tables.
   `make embedded` touches this file when they have changed. */
  .section .rodata
  .global explore_chart_html_begin
  .global explore_chart_html_end
explore_chart_html_begin:
  .incbin "chart/page.html"
explore_chart_html_end:
  .byte 0
  .global explore_chart_css_begin
  .global explore_chart_css_end
explore_chart_css_begin:
  .incbin "chart/page.css"
explore_chart_css_end:
  .byte 0
  .global explore_chart_data_js_begin
  .global explore_chart_data_js_end
explore_chart_data_js_begin:
  .incbin "chart/data.js"
explore_chart_data_js_end:
  .byte 0
  .global explore_chart_plot_js_begin
  .global explore_chart_plot_js_end
explore_chart_plot_js_begin:
  .incbin "chart/plot.js"
explore_chart_plot_js_end:
  .byte 0
  .global explore_chart_page_js_begin
  .global explore_chart_page_js_end
explore_chart_page_js_begin:
  .incbin "chart/page.js"
explore_chart_page_js_end:
  .byte 0
  .global explore_chart_base_css_begin
  .global explore_chart_base_css_end
explore_chart_base_css_begin:
  .incbin "chart/base.css"
explore_chart_base_css_end:
  .byte 0
  .global explore_chart_helpers_js_begin
  .global explore_chart_helpers_js_end
explore_chart_helpers_js_begin:
  .incbin "chart/helpers.js"
explore_chart_helpers_js_end:
  .byte 0
  .global explore_chart_validation_html_begin
  .global explore_chart_validation_html_end
explore_chart_validation_html_begin:
  .incbin "chart/validation.html"
explore_chart_validation_html_end:
  .byte 0
  .global explore_chart_validation_css_begin
  .global explore_chart_validation_css_end
explore_chart_validation_css_begin:
  .incbin "chart/validation.css"
explore_chart_validation_css_end:
  .byte 0
  .global explore_chart_validation_js_begin
  .global explore_chart_validation_js_end
explore_chart_validation_js_begin:
  .incbin "chart/validation.js"
explore_chart_validation_js_end:
  .byte 0
  .section .note.GNU-stack,"",@progbits
