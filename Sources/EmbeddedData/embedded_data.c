#include "embedded_data.h"

extern const unsigned char explore_kernels_begin[], explore_kernels_end[];
extern const unsigned char explore_models_begin[], explore_models_end[];
extern const unsigned char explore_systems_begin[], explore_systems_end[];
extern const unsigned char explore_calibration_begin[], explore_calibration_end[];

static explore_data span(const unsigned char *begin, const unsigned char *end) {
  explore_data data = {begin, (size_t)(end - begin)};
  return data;
}

explore_data explore_kernel_tables(void) { return span(explore_kernels_begin, explore_kernels_end); }
explore_data explore_model_configs(void) { return span(explore_models_begin, explore_models_end); }
explore_data explore_gpu_systems(void) { return span(explore_systems_begin, explore_systems_end); }
explore_data explore_shipped_calibration(void) { return span(explore_calibration_begin, explore_calibration_end); }

#define SPACES(SPACE) \
  SPACE("autodeploy-ladder", autodeploy_ladder) \
  SPACE("deepseek-r1", deepseek_r1) \
  SPACE("deepseek-r1-h200", deepseek_r1_h200) \
  SPACE("dynamo-gb200-grid", dynamo_gb200_grid) \
  SPACE("general-dense", general_dense) \
  SPACE("general-moe", general_moe) \
  SPACE("general-moe-mla", general_moe_mla) \
  SPACE("genai-perf-llama70b", genai_perf_llama70b) \
  SPACE("inferencemax-b200-fp4", inferencemax_b200_fp4) \
  SPACE("seed001-b200", seed001_b200) \
  SPACE("seed001-gb200", seed001_gb200) \
  SPACE("seed001-h100", seed001_h100)

#define DECLARE(name, symbol) \
  extern const unsigned char explore_space_##symbol##_begin[], explore_space_##symbol##_end[];
SPACES(DECLARE)

#define ENTRY(name, symbol) {name, explore_space_##symbol##_begin, explore_space_##symbol##_end},
static const struct {
  const char *name;
  const unsigned char *begin, *end;
} spaces[] = {SPACES(ENTRY)};

size_t explore_space_count(void) { return sizeof spaces / sizeof spaces[0]; }
const char *explore_space_name(size_t index) { return spaces[index].name; }
explore_data explore_space_text(size_t index) { return span(spaces[index].begin, spaces[index].end); }
