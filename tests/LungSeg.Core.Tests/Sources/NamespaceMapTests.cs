using Xunit;

namespace LungSeg.Core.Tests.Sources;

/// <summary>What ArchitectureTests sees of a file.</summary>
public sealed class NamespaceMapTests
{
    private static readonly SourceFile[] Known =
    [
        new("src/P.Core/Low/Thing.cs", "namespace P.Core.Low;\npublic readonly record struct Thing<T>(int Size);"),
        new("src/P.Core/Low/Deep/Part.cs", "namespace P.Core.Low.Deep;\npublic delegate void Part(int size);"),
        new("src/P.Core/High/Use.cs", "namespace P.Core.High;\ninternal sealed class Use;"),
    ];

    [Theory]
    [InlineData("using P.Core.Low;", "P.Core.Low")]
    [InlineData("using static P.Core.Low.Thing;", "P.Core.Low")]
    [InlineData("using Alias = P.Core.Low.Deep.Part;", "P.Core.Low.Deep")]
    [InlineData("using Alias = List<P.Core.Low.Thing<int>>;", "P.Core.Low")]
    [InlineData("var size = Low.Thing.Size;", "P.Core.Low")]
    [InlineData("var size = Core.Low.Thing.Size;", "P.Core.Low")]
    [InlineData("var size = global::P.Core.Low.Thing.Size;", "P.Core.Low")]
    [InlineData("Low.Deep.Part part;", "P.Core.Low.Deep")]
    [InlineData("List<Low.Thing> things;", "P.Core.Low")]
    [InlineData("var size = Low\n    .Thing.Size;", "P.Core.Low")]
    [InlineData("var text = $\"{{{Low.Thing.Size}}}\";", "P.Core.Low")]
    [InlineData("var text = $$\"\"\"\n    \"{ {{Low.Thing.Size}} }\n    \"\"\";", "P.Core.Low")]
    [InlineData("var text = $\"{(a ? $\"{Low.Thing.Size}\" : \"}\")}\";", "P.Core.Low")]
    [InlineData("var quote = '\"'; var size = Low.Thing.Size;", "P.Core.Low")]
    public void UsedBy_NameOfANamespace_IsSeen(string code, string used) => Assert.Equal([used], Uses(code));

    [Theory]
    [InlineData("/// <see cref=\"Low.Thing\"/>")]
    [InlineData("// Low.Thing")]
    [InlineData("/* Low.Thing\nLow.Thing */")]
    [InlineData("var text = \"\\\"Low.Thing\";")]
    [InlineData("var text = @\"\\\"; var other = @\"\"\"Low.Thing\";")]
    [InlineData("var text = \"\"\"\n    \"Low.Thing\" {Low.Thing}\n    \"\"\";")]
    [InlineData("var text = $$\"\"\"{Low.Thing}\"\"\";")]
    [InlineData("var text = $\"{{Low.Thing}}\";")]
    [InlineData("var text = $\"Low.Thing{size:0.#}Low.Thing\";")]
    [InlineData("var size = options.Low.Thing;")]
    [InlineData("var size = options\n    .Low.Thing;")]
    [InlineData("var size = options?.Low.Thing;")]
    [InlineData("var size = Low.Size;")]
    [InlineData("var size = Low.Low;")]
    [InlineData("using System.Text;")]
    public void UsedBy_TextCommentOrMember_IsNot(string code) => Assert.Empty(Uses(code));

    private static IReadOnlySet<string> Uses(string code) =>
        new NamespaceMap(Known).UsedBy(new SourceFile("src/P.Core/High/Use.cs", $"namespace P.Core.High;\n{code}\n"));
}
