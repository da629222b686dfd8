#ifndef EXPLORE_EMBEDDED_DATA_H
#define EXPLORE_EMBEDDED_DATA_H
#include <stddef.h>

/* Bytes that live as long as the program. */
typedef struct {
  const unsigned char *bytes;
  size_t count;
} explore_data;

/* Packed kernel tables, see Sources/KernelTiming/PackedTables.swift. */
explore_data explore_kernel_tables(void);
/* Hugging Face configurations by model name, JSON. */
explore_data explore_model_configs(void);
/* GPU systems by name, JSON. */
explore_data explore_gpu_systems(void);
/* What measured servers correct in the simulator, JSON, see Sources/Calibration/Fit/CalibrationFile.swift. */
explore_data explore_shipped_calibration(void);
/* The files of spaces/, in the order of their names. */
size_t explore_space_count(void);
const char *explore_space_name(size_t index);
explore_data explore_space_text(size_t index);
/* What the pages of `--html` share: style and functions. */
explore_data explore_chart_base_css(void);
explore_data explore_chart_helpers_js(void);
/* The frontier's page: its frame, its style and its script in three parts. */
explore_data explore_chart_html(void);
explore_data explore_chart_css(void);
explore_data explore_chart_data_js(void);
explore_data explore_chart_plot_js(void);
explore_data explore_chart_page_js(void);
/* The validation's page. */
explore_data explore_chart_validation_html(void);
explore_data explore_chart_validation_css(void);
explore_data explore_chart_validation_js(void);

#endif
