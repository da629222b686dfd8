import Foundation
import Testing

@Suite struct OptionTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  static let mistakes: [([String], String)] = [
    (["--isl", "0"], "--isl 0: a number of tokens from 1 to"),
    (["--isl", "abc"], "'abc' is invalid for '--isl"),
    (["--isl=-5"], "--isl -5"), (["--isl", "99999999999999999999"], "invalid for '--isl"),
    (["--isl", "9223372036854775807"], "--isl 9223372036854775807"), (["--osl", "0"], "--osl 0"),
    (["--osl", "1.5"], "'1.5' is invalid"), (["--isl"], "Missing value for '--isl"),
    (["--isl", ""], "--isl"),
    (["--nonsense"], "Unknown option '--nonsense'"), (["--gpu", ","], "--gpu `,`"),
    (["--gpu", ""], "--gpu ``"),
    (["--gpu", "h10"], "did you mean `h100_sxm`?"), (["--gpu", "b20"], "did you mean `b200_sxm`?"),
    (["--engine", "vlm"], "did you mean `vllm`?"), (["--engine", "sglang"], "has no engine `sglang`"),
    (["--model", ""], "unknown model ``"), (["--model", "深度求索"], "unknown model `深度求索`: known: "),
    (["--model", "Llama-3.1-8C"], "did you mean `meta-llama/Llama-3.1-8B`? (a path"),
    (["--space", ""], "unknown space ``"), (["--space", "deepsek-r1"], "did you mean `deepseek-r1`?"),
    (["--quantization", "fp7"], "did you mean `fp8`?"), (["--range-ratio", "2"], "--range-ratio 2.0"),
    (["--range-ratio", "nan"], "--range-ratio nan"), (["--range-ratio=-0.1"], "--range-ratio -0.1"),
    (["--concurrency", "0"], "--concurrency 0"), (["--concurrency", "1,x"], "--concurrency x"),
    (["--concurrency", "9223372036854775807"], "`concurrency` is 9223372036854775807"),
    (["--concurrency", "99999999999999999999"], "--concurrency 99999999999999999999"),
    (["--workers", "0"], "--workers 0: at least 1"), (["--min-tps-user", "nan"], "--min-tps-user nan"),
    (["--min-tps-user", "inf"], "--min-tps-user inf"), (["--max-ttft=-1"], "--max-ttft -1"),
    (["--max-ttft-p99", "-inf"], "--max-ttft-p99"), (["--max-gpus", "0"], "--max-gpus 0"),
    (["--max-tpot", "0"], "--max-tpot 0"), (["--ttft-percentile", "p42"], "--ttft-percentile `p42`"),
    (["--max-ttft", "1", "--max-ttft-p99", "1"], "limit the same thing"),
    (["--user-axis", "tps_usr"], "did you mean `tps_user`?"), (["--gpu-axis", "tps_user"], "--gpu-axis"),
    (["--store", ""], "--store ``"), (["--csv", ""], "--csv ``"), (["--html", ""], "--html ``"),
    (["--csv", "f", "--html", "f"], "both name f"),
    (["--notebook", ""], "--notebook ``"), (["--notebook", "../x"], "--notebook `../x`"),
    (["unexpected"], "Unexpected argument 'unexpected'"),
  ]

  @Test(arguments: mistakes) func aMistakeIsNamedAndNothingIsDone(arguments: [String], words: String) throws {
    // Later options win over earlier ones.
    try place.expectRefusal(["frontier"] + SampleSpace.question + arguments, saying: words)
    #expect(!place.exists("results"), "no store is made")
  }

  @Test(arguments: [
    (["sweep", "small.yaml", "--budget", "0"], "--budget 0"),
    (["sweep", "small.yaml", "--budget=-1"], "--budget -1"),
    (["sweep", "small.yaml", "--budget", "99999999999999999999"], "--budget"),
    (["sweep", "small.yaml", "--seed=-1"], "--seed"),
    (["sweep", "small.yaml", "--search", "sobl"], "`sobol`"),
    (["sweep", ""], "unknown space ``"), (["sweep"], "Missing expected argument '<space>'"),
    (["runs", "show", "x"], "invalid for '<number>'"), (["bogus"], "Unexpected argument 'bogus'"),
    (["frontier"], "Missing expected argument '--isl"),
    (["space", "show", "nothing"], "unknown space `nothing`"),
    (["validate", "--measured", "nothing.csv"], "nothing.csv: there is no such file"),
    (["validate", "--measured", "small.yaml"], "small.yaml: line 1, column `model`"),
  ])
  func everyCommandNamesWhatItDoesNotTake(arguments: [String], words: String) throws {
    try place.expectRefusal(arguments, saying: words)
    #expect(!place.exists("results"), "no store is made")
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["frontier", "--help"], ["pick", "--help"], ["sweep", "--help"],
    ["space", "--help"],
    ["space", "check", "--help"], ["runs", "--help"], ["validate", "--help"], ["predict", "--help"],
    ["help", "sweep"],
  ])
  func helpAndVersionSucceed(arguments: [String]) throws {
    let outcome = try place.begin(arguments).wait()
    #expect(outcome.exitCode == 0 && outcome.errors.isEmpty && !outcome.output.isEmpty)
    if arguments.last == "--help" { #expect(outcome.output.contains("xample"), "help has an example") }
  }

  @Test func manyWorkersAreNoMoreThanAWish() throws {
    let outcome = try place.explore(
      line: "sweep small.yaml --workers 9223372036854775807 --quiet --store a.sqlite")
    #expect(outcome.exitCode == 0, "\(outcome)")
  }
}
