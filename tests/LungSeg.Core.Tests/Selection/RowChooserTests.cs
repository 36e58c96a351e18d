using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Selection;
using LungSeg.Core.Statistics;
using LungSeg.Core.Tests.Validation;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Selection;

/// <summary>Which row has which fault is known from how the set was planted.</summary>
public sealed class RowChooserTests : IDisposable
{
    private const int FloatMask = 0;
    private const int LostLesion = 1;
    private const int Copied = 2;
    private const int Copy = 4;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lungseg-choose-{Guid.NewGuid():N}.pkl");
    private readonly Dataset _dataset;

    public RowChooserTests()
    {
        var set = new PlantedSet();
        var rows = set.Rows;
        rows[FloatMask].OtherMask = PlantedArray.Of<double>(
            DType.Float64,
            rows[FloatMask].Mask.Select(value => (double)value).ToArray(),
            rows[FloatMask].Side,
            rows[FloatMask].Side
        );
        foreach (var pixel in rows[LostLesion].LesionPixels)
        {
            rows[LostLesion].Hu[pixel] = 0;
        }

        rows.Add(rows[Copied].Copy());
        _dataset = Dataset.Open(set.Write(_path));
    }

    public void Dispose()
    {
        _dataset.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData("mask-type", new[] { FloatMask })]
    [InlineData("LS034", new[] { LostLesion })]
    [InlineData("exact-duplicate", new[] { Copy })]
    [InlineData("ls040,LS012", new[] { FloatMask, Copy })]
    [InlineData("warning", new[] { FloatMask, LostLesion })]
    [InlineData("note", new[] { Copy })]
    [InlineData("error", new int[0])]
    public void Choose_WithAndWithout_AreTheRowsOfTheFindingsAndTheOthers(string rules, int[] expected)
    {
        var query = Parse(rules);
        var chosen = Choose(new RowCriteria { With = query });
        var left = Choose(new RowCriteria { Without = query });
        Assert.Equal(expected, chosen.Rows.Select(row => (int)row.Index));
        Assert.Equal(Enumerable.Range(0, 5).Except(expected), left.Rows.Select(row => (int)row.Index));
    }

    [Fact]
    public void GetMatches_OfALostLesion_HaveFigureAndLimit()
    {
        var choice = Choose(new RowCriteria { With = Parse("lesion-lost") });
        Assert.Equal([new RuleMatch("LS034", Severity.Warning, 0, 0.5)], choice.GetMatches(choice.Rows[0]));
    }

    [Fact]
    public void Choose_LimitsInForce_DecideWhichRowsAreNamed()
    {
        var strict = new RuleSettings { Limits = new Dictionary<string, double> { ["lesion_kept"] = 0 } };
        var choice = Choose(
            new RowCriteria
            {
                With = Parse("lesion-lost"),
                Rules = new ValidationOptions { Settings = strict },
            }
        );
        Assert.Empty(choice.Rows);
    }

    [Fact]
    public void Choose_SeverityInForce_IsTheOneThatIsAskedFor()
    {
        var severities = new RuleSettings
        {
            Severities = new Dictionary<string, Severity?> { ["LS034"] = Severity.Error, ["LS012"] = null },
        };
        var rules = new ValidationOptions { Settings = severities };
        Assert.Equal([LostLesion], Indexes(Choose(new RowCriteria { With = Parse("error"), Rules = rules })));
        Assert.Empty(Choose(new RowCriteria { With = Parse("warning"), Rules = rules }).Rows);
        Assert.Equal([FloatMask], Indexes(Choose(new RowCriteria { With = Parse("LS012"), Rules = rules })));
    }

    [Fact]
    public void Choose_SetRule_ComparesRowsThatAreNotNamed()
    {
        var named = _dataset.Rows.Where(row => row.Index == Copy).ToArray();
        var choice = RowChooser.Choose(_dataset, named, new RowCriteria { Without = Parse("exact-duplicate") }, new ChoiceOptions());
        Assert.Empty(choice.Rows);
    }

    [Fact]
    public void Choose_Shards_JudgeTheirOwnRowsAndTogetherAllRows()
    {
        var criteria = new RowCriteria { Without = Parse("lesion-lost,exact-duplicate"), Where = RowFilter.Parse("lesion_px>0") };
        foreach (var index in (int[])[0, 1])
        {
            var shard = new Shard(index, 2);
            var choice = RowChooser.Choose(_dataset, [.. _dataset.Rows], criteria, new ChoiceOptions { Shard = shard }).OfShard(shard);
            Assert.Equal(Indexes(Choose(criteria)).Where(row => row % 2 == index), Indexes(choice));
        }
    }

    [Fact]
    public void Choose_RulesOfTheIndex_ReadNoPixels()
    {
        var rules = RuleCatalog.All.Where(rule => rule is { NamesRows: true, ReadsPixels: false }).Select(rule => rule.Id).ToArray();
        Assert.Contains("LS012", rules);
        var choice = Choose(new RowCriteria { With = RuleQuery.Parse(rules, RequestParameter.WithRules) });
        Assert.Equal([FloatMask], Indexes(choice));

        // The arrays are cut off: what is read of them is an error.
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length / 50);
        }

        Assert.Equal([FloatMask], Indexes(Choose(new RowCriteria { With = RuleQuery.Parse(rules, RequestParameter.WithRules) })));
        Assert.Equal(5, Choose(new RowCriteria { With = Parse("LS001") }).Rows.Count);
    }

    [Fact]
    public void ListDropped_NamesRulesAndMarks()
    {
        var marks = Path.ChangeExtension(_path, ".csv");
        File.WriteAllText(marks, "row,mark,note\n" + $"{_dataset.Inputs[0].Stem}:1,reject,\n{_dataset.Inputs[0].Stem}:3,mask,thick\n");
        try
        {
            var criteria = new RowCriteria { Without = Parse("lesion-lost"), WithoutMarks = [RowMarks.Read(marks, ["reject", "mask"])] };
            var choice = Choose(criteria);
            Assert.Equal([0, 2, 4], Indexes(choice));
            Assert.Equal(
                [(1, "LS034 reject"), (3, "mask")],
                choice.ListDropped().Select(dropped => ((int)dropped.Row.Index, dropped.Reason))
            );
            Assert.Equal([0, 2, 3, 4], Indexes(Choose(criteria with { WithoutMarks = [RowMarks.Read(marks, ["reject"])] })));
        }
        finally
        {
            File.Delete(marks);
        }
    }

    [Theory]
    [InlineData("LS002")]
    [InlineData("missing-column")]
    [InlineData("LS005")]
    [InlineData("padding")]
    [InlineData("LS044")]
    [InlineData("lesion-lots")]
    [InlineData("")]
    public void Parse_WhatNamesNoRow_IsRefused(string rules) =>
        Assert.Equal(RequestParameter.WithRules, Assert.Throws<InvalidRequestException>(() => Parse(rules)).Parameter);

    private static RuleQuery Parse(string rules) =>
        RuleQuery.Parse(rules.Split(',', StringSplitOptions.RemoveEmptyEntries), RequestParameter.WithRules);

    private static IEnumerable<int> Indexes(RowChoice choice) => choice.Rows.Select(row => (int)row.Index);

    private RowChoice Choose(RowCriteria criteria) => RowChooser.Choose(_dataset, [.. _dataset.Rows], criteria, new ChoiceOptions());
}
