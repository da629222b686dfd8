import Testing

@testable import ServingModel

@Suite struct CatalogueTests {
  @Test func everyBuiltInModelIsRead() throws {
    #expect(Catalogue.models.count == 13)
    let r1 = try Catalogue.model("deepseek-r1")
    #expect(r1.layers == 61 && r1.moe?.layers == 58 && r1.denseLayers == 3 && r1.mtpLayers == 1)
    #expect(try Catalogue.model("meta-llama/Llama-3.1-70B-Instruct").denseIntermediateSize == 28672)
  }

  @Test func systemsComeWithTheirNetworks() throws {
    let gb200 = try Catalogue.system("gb200")
    #expect(gb200.gpusPerNVLinkDomain == 72 && gb200.gpusPerNode == 4)
    #expect(try Catalogue.system("h100").name == "h100_sxm")
  }

  @Test func typingMistakesGetASuggestion() {
    #expect(throws: CatalogueError.self) { try Catalogue.model("deepsek-r1") }
    #expect(Suggestion.nearest(to: "h10_sxm", among: ["h100_sxm", "gb200"]) == "h100_sxm")
    // An unfinished name means a name that begins so, however short another is.
    let systems = Catalogue.systems.map(\.name)
    #expect(Suggestion.nearest(to: "h10", among: systems) == "h100_sxm")
    #expect(Suggestion.nearest(to: "b20", among: systems) == "b200_sxm")
    #expect(Suggestion.nearest(to: "", among: systems) == nil)
    #expect(Suggestion.nearest(to: "nothing like it", among: systems) == nil)
  }
}
