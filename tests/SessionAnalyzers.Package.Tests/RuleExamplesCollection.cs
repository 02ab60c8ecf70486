using SessionAnalyzers.Package.Tests.Ide;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The tests that share the examples of the rule pages, which take a while to restore and open.</summary>
[CollectionDefinition]
public class RuleExamplesCollection : ICollectionFixture<RuleExamples>;
