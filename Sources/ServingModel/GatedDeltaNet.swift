/// Linear attention by the gated delta rule: for each sequence a layer keeps a state of fixed size in place of the
/// keys and values of its tokens (Yang et al., Gated Delta Networks, 2024).
public struct GatedDeltaNet: Codable, Sendable, Hashable {
  /// Number of layers of this kind; the others have the model's ``ModelArchitecture/attention``.
  public var layers: Int
  public var keyHeads: Int
  public var keyHeadDim: Int
  /// A multiple of `keyHeads`.
  public var valueHeads: Int
  public var valueHeadDim: Int
  /// Tokens under the causal convolution that precedes the delta rule.
  public var convolutionWidth: Int

  public init(
    layers: Int, keyHeads: Int, keyHeadDim: Int, valueHeads: Int, valueHeadDim: Int, convolutionWidth: Int
  ) {
    self.layers = layers
    self.keyHeads = keyHeads
    self.keyHeadDim = keyHeadDim
    self.valueHeads = valueHeads
    self.valueHeadDim = valueHeadDim
    self.convolutionWidth = convolutionWidth
  }

  /// Width of all keys; that of the queries too.
  public var keyWidth: Double { Double(keyHeads) * Double(keyHeadDim) }
  /// Width of all values; that of the output and of its gate too.
  public var valueWidth: Double { Double(valueHeads) * Double(valueHeadDim) }
  /// Width of query, key and value together, over which the convolution runs.
  public var mixedWidth: Double { 2 * keyWidth + valueWidth }

  /// Weights of one layer's projections and convolution.
  func parameters(hiddenSize: Int) -> Double {
    let projected = mixedWidth + valueWidth + 2 * Double(valueHeads)
    return Double(hiddenSize) * (projected + valueWidth) + mixedWidth * Double(convolutionWidth)
  }

  /// Bytes that one layer keeps for a sequence: a 32-bit matrix a value head, and the last inputs of the
  /// convolution in 16 bits.
  public var stateBytes: Double {
    4 * valueWidth * Double(keyHeadDim) + 2 * mixedWidth * Double(max(0, convolutionWidth - 1))
  }
}
