import ServingModel
import Synchronization
import Testing

@testable import SweepEngine

@Suite struct ProgressTests {
  private var progress: SweepProgress {
    var progress = SweepProgress()
    progress.measured = 12_000
    progress.reused = 345
    progress.total = 30_402
    progress.rejected = [.kvMemory: 1_500, .eplb: 500]
    progress.pointsPerSecond = 1_210.4
    progress.remainingSeconds = 12.3
    return progress
  }

  @Test func oneLineSaysHowFarHowFastHowLong() {
    #expect(ProgressBar.plainLine(progress) == " 12,345/~26,200 points  47 %  1,210/s  0:13 left")
    let line = ProgressBar(width: 64).line(progress)
    #expect(line == " 12,345/~26,200 points  47 %  ██████▏░░░░░░  1,210/s  0:13 left")
    let coloured = ProgressBar(width: 64, hasColour: true).line(progress)
    #expect(coloured.contains("\u{1b}[36m██████▏░░░░░░\u{1b}[0m"))
  }

  @Test func theLineIsNeverWiderThanTheTerminal() {
    for width in 0..<200 {
      #expect(ProgressBar(width: width).line(progress).count <= max(0, width - 1))
    }
  }

  @Test func withoutATotalThereIsNoBarAndNoEnd() {
    var unknown = progress
    unknown.total = nil
    unknown.remainingSeconds = nil
    unknown.failed = 7
    #expect(ProgressBar(width: 100).line(unknown) == " 12,352 points  7 failed  1,210/s")
  }

  @Test(arguments: [
    (0.2, "0:01"), (13, "0:13"), (725, "12:05"), (11_220, "3:07:00"), (190_800, "2 d 5 h"),
    (.infinity, "a long time"),
  ])
  func timeLeft(seconds: Double, text: String) { #expect(ProgressBar.clock(seconds) == text) }

  @Test(arguments: [(0, "0/s"), (4.25, "4.2/s"), (1_210.4, "1,210/s"), (0.01, "36.0/h")])
  func rates(perSecond: Double, text: String) { #expect(ProgressBar.rate(perSecond) == text) }

  @Test(arguments: [(0.0, "░░░░"), (0.5, "██░░"), (0.54, "██▏░"), (0.999, "███▉"), (1.0, "████")])
  func bars(fraction: Double, text: String) { #expect(ProgressBar.bar(fraction, width: 4) == text) }

  @Test func theRateFollowsTheLastSeconds() {
    var window = RateWindow(seconds: 10)
    var progress = SweepProgress()
    progress.total = 10_000
    for second in 0...40 {
      // 100 a second at first, 10 a second later.
      progress.measured = second <= 20 ? second * 100 : 2_000 + (second - 20) * 10
      progress.elapsedSeconds = Double(second)
      window.update(&progress)
    }
    #expect(progress.pointsPerSecond == 10)
    #expect(progress.remainingSeconds == 780)
  }

  @Test func whatAResumedSweepFindsStoredSaysNothingOfTheTimeLeft() {
    var window = RateWindow(seconds: 10, caughtUpAt: 5_000)
    var progress = SweepProgress()
    progress.total = 10_000
    for second in 0...9 {
      progress.elapsedSeconds = Double(second)
      // 1,000 a second from the store, then 100 a second measured.
      if second <= 5 {
        progress.reused = second * 1_000
      } else {
        progress.measured += 100
      }
      progress.remainingSeconds = nil
      window.update(&progress)
      if second <= 5 { #expect(progress.remainingSeconds == nil) }
    }
    #expect(progress.pointsPerSecond == 100 && progress.remainingSeconds == 46)
  }

  @Test func placesThatAreNoCandidatesCountAsDealtWith() {
    var progress = SweepProgress()
    progress.total = 1_000
    progress.measured = 200
    progress.rejected = [.limits: 50]
    progress.absent = 250
    #expect(progress.fraction == 0.5 && progress.candidates == 250)
    #expect(progress.expectedPoints == 400 && progress.totalCandidates == 750)
    progress.measured = 700
    #expect(ProgressBar.plainLine(progress) == " 700/700 points  100 %  0/s")
  }

  @Test func whereAndHowItIsShown() {
    typealias Display = ProgressDisplay
    #expect(Display.style(quiet: true, environment: [:], isTerminal: true) == .silent)
    #expect(Display.style(quiet: false, environment: [:], isTerminal: true) == .terminal(colour: true))
    #expect(
      Display.style(quiet: false, environment: ["NO_COLOR": "1"], isTerminal: true)
        == .terminal(colour: false))
    for (environment, isTerminal) in [(["TERM": "dumb"], true), ([:], false)] {
      #expect(
        Display.style(quiet: false, environment: environment, isTerminal: isTerminal)
          == .lines(everySeconds: 5))
    }
  }

  @Test func displays() {
    func shown(_ style: ProgressDisplay.Style) -> String {
      let written = Written()
      let display = ProgressDisplay(style, width: { 30 }, write: { written.add($0) })
      for second in 0..<12 {
        var progress = progress
        progress.elapsedSeconds = Double(second)
        display.show(progress)
      }
      display.clear()
      return written.text
    }
    #expect(shown(.silent).isEmpty)
    #expect(shown(.lines(everySeconds: 5)).split(separator: "\n").count == 3)
    let drawn = shown(.terminal(colour: false))
    #expect(drawn.hasPrefix("\r 12,345/~26,200 points  47 % \u{1b}[K"))
    #expect(drawn.hasSuffix("\r\u{1b}[K") && !drawn.contains("\n"))
  }
}

private final class Written: Sendable {
  private let all = Mutex("")
  var text: String { all.withLock { $0 } }
  func add(_ more: String) { all.withLock { $0 += more } }
}
