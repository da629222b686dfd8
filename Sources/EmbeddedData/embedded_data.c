#include "embedded_data.h"

extern const unsigned char explore_kernels_begin[], explore_kernels_end[];
extern const unsigned char explore_models_begin[], explore_models_end[];
extern const unsigned char explore_systems_begin[], explore_systems_end[];

static explore_data span(const unsigned char *begin, const unsigned char *end) {
  explore_data data = {begin, (size_t)(end - begin)};
  return data;
}

explore_data explore_kernel_tables(void) { return span(explore_kernels_begin, explore_kernels_end); }
explore_data explore_model_configs(void) { return span(explore_models_begin, explore_models_end); }
explore_data explore_gpu_systems(void) { return span(explore_systems_begin, explore_systems_end); }
