using System.Globalization;
using System.Text;
using LungSeg.Core.Statistics;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Docs;

/// <summary>The figures in docs/stats.md are those of the code.</summary>
public sealed class FigureTableTests
{
    private const string Start = "<!-- figures: written from src/LungSeg.Core/Statistics/FigureColumns.cs -->\n";
    private const string End = "<!-- end of figures -->\n";

    [Fact]
    public void StatsDocument_HoldsTheFiguresOfTheCode()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "stats.md"));
        var shown = document.Split(Start)[1].Split(End)[0];
        var expected = Write();
        Assert.True(shown == expected, $"docs/stats.md, between its two comments about figures, should be:\n\n{expected}");
    }

    /// <summary>One table for the columns that name a row, and one for each family of figures.</summary>
    private static string Write()
    {
        var text = new StringBuilder();
        foreach (var family in FigureColumns.All.GroupBy(column => column.Family))
        {
            var name = FigureFamilyNames.Get(family.Key) is [var only] ? only : "row";
            text.Append(CultureInfo.InvariantCulture, $"\n| {name} | |\n|---|---|\n");
            foreach (var column in family)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Definition}{WriteWords(column)} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string WriteWords(FigureColumn column) =>
        column.Words is { Count: > 0 } words ? $"; one of {string.Join(", ", words.Select(word => $"`{word}`"))}" : string.Empty;
}
