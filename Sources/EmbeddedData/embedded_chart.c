#include "embedded_data.h"

extern const unsigned char explore_chart_html_begin[], explore_chart_html_end[];
extern const unsigned char explore_chart_css_begin[], explore_chart_css_end[];
extern const unsigned char explore_chart_data_js_begin[], explore_chart_data_js_end[];
extern const unsigned char explore_chart_plot_js_begin[], explore_chart_plot_js_end[];
extern const unsigned char explore_chart_page_js_begin[], explore_chart_page_js_end[];
extern const unsigned char explore_chart_base_css_begin[], explore_chart_base_css_end[];
extern const unsigned char explore_chart_helpers_js_begin[], explore_chart_helpers_js_end[];
extern const unsigned char explore_chart_validation_html_begin[], explore_chart_validation_html_end[];
extern const unsigned char explore_chart_validation_css_begin[], explore_chart_validation_css_end[];
extern const unsigned char explore_chart_validation_js_begin[], explore_chart_validation_js_end[];

static explore_data span(const unsigned char *begin, const unsigned char *end) {
  explore_data data = {begin, (size_t)(end - begin)};
  return data;
}

explore_data explore_chart_html(void) { return span(explore_chart_html_begin, explore_chart_html_end); }
explore_data explore_chart_css(void) { return span(explore_chart_css_begin, explore_chart_css_end); }
explore_data explore_chart_data_js(void) { return span(explore_chart_data_js_begin, explore_chart_data_js_end); }
explore_data explore_chart_plot_js(void) { return span(explore_chart_plot_js_begin, explore_chart_plot_js_end); }
explore_data explore_chart_page_js(void) { return span(explore_chart_page_js_begin, explore_chart_page_js_end); }
explore_data explore_chart_base_css(void) {
  return span(explore_chart_base_css_begin, explore_chart_base_css_end);
}
explore_data explore_chart_helpers_js(void) {
  return span(explore_chart_helpers_js_begin, explore_chart_helpers_js_end);
}
explore_data explore_chart_validation_html(void) {
  return span(explore_chart_validation_html_begin, explore_chart_validation_html_end);
}
explore_data explore_chart_validation_css(void) {
  return span(explore_chart_validation_css_begin, explore_chart_validation_css_end);
}
explore_data explore_chart_validation_js(void) {
  return span(explore_chart_validation_js_begin, explore_chart_validation_js_end);
}
