using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>hu_array was not made from hu_array_old.</summary>
internal sealed class HuNotFromOldRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS030",
            Name = "hu-not-from-old",
            Severity = Severity.Error,
            Columns = RuleColumns.BothHu,
            Summary = "hu_array was not made from hu_array_old",
            Why =
                "hu_array is hu_array_old with pixels set to 0 and nothing else; other values come from another slice, another "
                + "scaling, or swapped columns.",
            Remedy = "Make it anew with 'lungseg threshold', after a look at which of the two arrays is the true slice.",
            Command = "lungseg threshold INPUT -o OUTPUT --method refined",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (!row.HasBothHu || row.Row.HuIsHuOld)
        {
            yield break;
        }
        var (kept, other, zeroed) = Count(row.Analysis.Read(row.Hu!), row.Analysis.Read(row.HuOld!));
        if (other == 0)
        {
            yield break;
        }
        var hint = zeroed == other ? ", all of them where hu_array_old is 0: the two columns look swapped" : string.Empty;
        yield return row.Report(Info, DatasetColumns.Hu, $"{other} of {kept} kept px differ from hu_array_old{hint}", other);
    }

    private static (int Kept, int Other, int Zeroed) Count(ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld)
    {
        var (kept, other, zeroed) = (0, 0, 0);
        for (var i = 0; i < hu.Length; i++)
        {
            if (hu[i] == 0 && huOld[i] != 0)
            {
                continue;
            }
            kept++;
            if (hu[i] == huOld[i] || (double.IsNaN(hu[i]) && double.IsNaN(huOld[i])))
            {
                continue;
            }
            other++;
            zeroed += huOld[i] == 0 ? 1 : 0;
        }

        return (kept, other, zeroed);
    }
}
