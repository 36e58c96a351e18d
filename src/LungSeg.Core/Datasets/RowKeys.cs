namespace LungSeg.Core.Datasets;

/// <summary>Content keys of many rows.</summary>
internal static class RowKeys
{
    /// <summary>
    /// The content key of each row: that of the manifest where the row is in an output of ours, else the <see cref="ContentKey"/> of its
    /// pixels; null where a row has neither.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="isExpected">
    /// Whether the key that something has for the row is this one. Pixels are also compared where the manifest's key is not expected: what
    /// was made of the output itself has their key. Null for rows whose key is not needed.
    /// </param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static string?[] Read(IReadOnlyList<DatasetRow> rows, int jobs, Func<DatasetRow, Func<string, bool>?> isExpected)
    {
        var expected = rows.Select(isExpected).ToArray();
        var keys = expected.Any(needed => needed is not null) ? FromManifests(rows) : new string?[rows.Count];
        ParallelRows.Run(
            rows.Count,
            RowJobs.Limit(rows, jobs),
            i =>
            {
                if (expected[i] is not { } needed || (keys[i] is { } known && needed(known)))
                {
                    return;
                }
                if (FromPixels(rows[i]) is { } key && (keys[i] is null || needed(key)))
                {
                    keys[i] = key;
                }
            }
        );
        return keys;
    }

    /// <summary>The keys that manifests of outputs of ours have; null for the other rows.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static string?[] FromManifests(IReadOnlyList<DatasetRow> rows)
    {
        var known = rows.Select(row => row.Input).Distinct().ToDictionary(input => input, ManifestKeys.Read);
        return [.. rows.Select(row => known[row.Input] is { Count: > 0 } keys ? keys[(int)row.Index] : null)];
    }

    private static string? FromPixels(DatasetRow row)
    {
        if (row.FoundHuOld is not { DType.IsNumeric: true, Shape.Count: 2 })
        {
            return null;
        }
        using var sample = row.Load();
        return ContentKey.Compute(sample);
    }
}
