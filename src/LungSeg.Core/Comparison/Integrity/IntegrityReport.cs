using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>What a check found.</summary>
public sealed class IntegrityReport
{
    private readonly IntegrityPlan _plan;

    internal IntegrityReport(IntegrityPlan plan, IReadOnlyList<CheckedFile> files) => (_plan, Files) = (plan, files);

    /// <summary>The files by input, sorted by path.</summary>
    public IReadOnlyList<CheckedFile> Files { get; }

    /// <summary>Errors that name the entries of folders which cannot be read.</summary>
    public IEnumerable<DatasetFormatException> Damages => _plan.Inputs.Select(input => input.Damage).OfType<DatasetFormatException>();

    /// <summary>Rows that are whole in the files that were cut; null where none of them can be read in part.</summary>
    public long? WholeRows => Files.Any(file => file.WholeRows is not null) ? Files.Sum(file => file.WholeRows ?? 0) : null;

    /// <summary>Numbers of files by state, those that occur.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts =>
        Files
            .GroupBy(file => file.State)
            .OrderBy(group => group.Key)
            .Select(group => KeyValuePair.Create(FileStates.GetName(group.Key), group.LongCount()));

    /// <summary>The document as text, with a line feed at its end.</summary>
    /// <param name="getDownload">Gets the command that completes a file; null for none.</param>
    public string ToText(Func<CheckedFile, string?> getDownload)
    {
        ArgumentNullException.ThrowIfNull(getDownload);
        return ToolDocument.ToText(
            "verify",
            json =>
            {
                foreach (var input in _plan.Inputs)
                {
                    json.WriteStartObject();
                    json.WriteString("path", input.Path);
                    json.WriteString("stem", input.Stem);
                    json.WriteNumber("bytes", input.Bytes);
                    json.WriteEndObject();
                }
            },
            json =>
            {
                json.WriteCounts("states", Counts);
                json.WriteStartArray("files");
                foreach (var file in Files)
                {
                    Write(json, file, getDownload(file));
                }
                json.WriteEndArray();
                if (WholeRows is { } rows)
                {
                    json.WriteNumber("rows", rows);
                }
                json.WriteTexts("notes", _plan.Notes);
            }
        );
    }

    /// <summary>The files as the entries of a manifest, in the order of their paths.</summary>
    public IReadOnlyList<ManifestEntry> ToEntries() =>
        [
            .. Files
                .Select(file => new ManifestEntry(file.Path, file.Bytes, file.Sha256))
                .OrderBy(entry => entry.Path, StringComparer.Ordinal),
        ];

    private static void Write(Utf8JsonWriter json, CheckedFile file, string? download)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.Write("bytes", file.Bytes);
        WriteDigests(json, file.Sha256, file.XxHash128);
        json.WriteString("state", FileStates.GetName(file.State));
        if (file.Expected is { } expected)
        {
            json.WriteStartObject("expected");
            if (expected.Bytes is { } bytes)
            {
                json.WriteNumber("bytes", bytes);
            }
            WriteDigests(json, expected.Sha256, expected.XxHash128);
            json.WriteEndObject();
        }
        if (file.State == FileState.Cut)
        {
            json.Write("cut_at", file.Bytes);
            json.Write("rows", file.WholeRows);
        }
        WriteIfAny(json, "renamed_from", file.RenamedFrom);
        WriteIfAny(json, "error", file.Error?.Message);
        WriteIfAny(json, "download", download);
        json.WriteEndObject();
    }

    private static void WriteDigests(Utf8JsonWriter json, string? sha256, string? xxHash)
    {
        WriteIfAny(json, "sha256", sha256);
        WriteIfAny(json, "xxh128", xxHash);
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
