using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Sharding;

/// <summary>
/// SHA-256 over the parameters of a run and over all that the index holds of its rows. Shards belong together only where it is equal.
/// </summary>
internal static class ShardPlan
{
    /// <summary>The plan of a run.</summary>
    /// <param name="parameters">Texts on which the result depends.</param>
    /// <param name="rows">One <see cref="Line"/> for each row of the whole run, in order.</param>
    public static string ComputeSha256(IEnumerable<string> parameters, IEnumerable<string> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in parameters.Concat(rows))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A row as text: its name, its label, the texts in <paramref name="more"/>, and dtypes and shapes of its arrays.</summary>
    public static string Line(DatasetRow row, params ReadOnlySpan<string?> more) =>
        string.Join('\t', [row.Name, row.FoundLabelText, .. more, ListArrays(row)]);

    /// <summary>Dtypes and shapes of a row's arrays.</summary>
    public static string ListArrays(DatasetRow row) => string.Join('\t', Array(row.FoundMask), Array(row.FoundHu), Array(row.FoundHuOld));

    private static string Array(ArrayInfo? array) =>
        array is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{array.DType.Name} {string.Join('x', array.Shape)}");
}
