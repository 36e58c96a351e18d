using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation;

/// <summary>What the tests of all rules share: a set without a fault, and a folder to write it to with one.</summary>
public abstract class RuleTest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    internal PlantedSet Set { get; } = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Findings of all rules on what was planted.</summary>
    private protected IReadOnlyList<Finding> Validate() => Validate(new ValidationOptions(), Set.Write(PathOf("set.pkl")));

    private protected static IReadOnlyList<Finding> Validate(ValidationOptions options, params string[] paths)
    {
        using var dataset = Dataset.Open(paths, new DatasetOptions { Leniency = Leniency.Salvage });
        return Validator.Run(dataset, [.. dataset.Rows], [], options).Findings;
    }

    /// <summary>That one rule finds something, once on each of the places, and no other rule warns.</summary>
    private protected static Finding AssertOnly(string rule, IReadOnlyList<Finding> findings, params string?[] rows)
    {
        var others = findings.Where(finding => finding.Rule.Id != rule && finding.Severity >= Severity.Warning);
        Assert.True(!others.Any(), string.Join('\n', others.Select(finding => $"{finding.Rule.Id} {finding.Row}: {finding.Message}")));
        var found = findings.Where(finding => finding.Rule.Id == rule).ToArray();
        Assert.Equal(rows, found.Select(finding => finding.Row));
        return found[0];
    }
}
