using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;
using Xunit;

namespace LungSeg.Core.Tests.Splitting.Documents;

/// <summary>The layout of docs/split.md.</summary>
public sealed class SplitJsonTests
{
    private static readonly InputFile[] Inputs = [new("set.pkl", "set", "pickle", 2, 1000)];
    private static readonly SplitRow[] Rows = [new("set:0", "LR2", "LR2", "g1", 0), new("set:1", "LR2", "LR2", "g2", 0)];

    [Fact]
    public void ToText_OfParts_HoldsFiguresAndAssignments() =>
        Assert.Equal(
            """
            {"seed":7,"groups":2,"deviation":0.5,"lesion_deviation":0,"deviation_by_class":{"LR2":0.5,"missing":0.5},
            "parts":{"train":{"rows":1,"groups":1,"labels":{"LR2":1}},"test":{"rows":1,"groups":0,"labels":{}}},"folds":{},
            "assignments":[{"row":"set:0","part":"train","fold":null,"group":"g1","label":"LR2","key":null},
            {"row":"set:1","part":"test","fold":null,"group":null,"label":null,"key":null}]}
            """.ReplaceLineEndings(string.Empty),
            AfterHead(SplitJson.ToText(Report(new("set:0", "train", null, "g1", "LR2"), new("set:1", "test", null, null, null))))
        );

    [Fact]
    public void ToText_OfRepeats_NumbersThem()
    {
        var text = AfterHead(SplitJson.ToText(Report(new("set:0", "train", 0, "g1", "LR2"), new("set:0", "train", 0, "g1", "LR2", 1))));
        Assert.Contains(""","repeats":[{"deviation":0,"lesion_deviation":0,"deviation_by_class":""", text, StringComparison.Ordinal);
        Assert.EndsWith(
            """{"row":"set:0","part":"train","fold":0,"group":"g1","label":"LR2","key":null,"repeat":1}]}""",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ToText_OfFindings_HoldsThemBeforeTheFigures() =>
        Assert.Equal(
            """{"findings":[{"code":"row_missing","repeat":0,"message":"no rows","rows":["set:0"]}],"unread":["set:1"],"groups":2}""",
            AfterHead(SplitJson.ToText(Report(), [new SplitFinding("row_missing", 0, "no rows", ["set:0"])], [Rows[1]]))
        );

    private static SplitReport Report(params SplitAssignment[] rows) => SplitReport.Create(Inputs, new Split(rows), Rows, seed: 7);

    /// <summary>What follows the inputs, without layout.</summary>
    private static string AfterHead(string text)
    {
        const string Head = "}],";
        var flat = string.Join(string.Empty, text.Split('\n').Select(line => line.Trim())).Replace("\": ", "\":", StringComparison.Ordinal);
        return "{" + flat[(flat.IndexOf(Head, StringComparison.Ordinal) + Head.Length)..];
    }
}
