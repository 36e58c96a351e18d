using System.Buffers.Binary;
using System.Text.Json.Serialization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Validation;

/// <summary>The findings of rules about rows on one row, and the facts of it for rules about the set.</summary>
/// <param name="Findings">Findings, with the severities of their rules.</param>
/// <param name="Facts">The facts, without those for which an array could not be read.</param>
/// <param name="IsRead">Whether all arrays that rules use could be read.</param>
internal sealed record RowVerdict(IReadOnlyList<Finding> Findings, RowFacts Facts, bool IsRead);

/// <summary>
/// A verdict as a piece of a shard: the length of a JSON text (int32, little-endian), the text, and the descriptor of the slice where there
/// is one.
/// </summary>
internal static class RowVerdictPiece
{
    private static readonly PieceCodec<StoredVerdict> Json = PieceCodec.Json(StoredVerdictJson.Default.StoredVerdict);

    /// <summary>Codec for one row; findings on other rows are refused.</summary>
    public static PieceCodec<RowVerdict> CreateCodec(DatasetRow row, int inputNumber)
    {
        var slice = GetSlice(row) is { } array
            ? DescriptorPiece.CreateCodec(new SliceSize((int)array.Shape[0], (int)array.Shape[1]), withMirrors: false)
            : null;
        return new PieceCodec<RowVerdict>(verdict => Pack(verdict, slice), bytes => Unpack(bytes, (row, inputNumber), slice));
    }

    /// <summary>The array of a row that is described: hu_array_old, or hu_array where there is no hu_array_old.</summary>
    public static ArrayInfo? GetSlice(DatasetRow row) =>
        SliceShape.IsSlice(row.FoundHuOld) ? row.FoundHuOld
        : SliceShape.IsSlice(row.FoundHu) ? row.FoundHu
        : null;

    private static byte[] Pack(RowVerdict verdict, PieceCodec<SliceDescriptor>? slice)
    {
        var facts = verdict.Facts;
        var text = Json.Pack(
            new StoredVerdict(
                [
                    .. verdict.Findings.Select(finding => new StoredFinding(
                        finding.Rule.Id,
                        finding.Column,
                        finding.Message,
                        finding.Offset,
                        finding.Key
                    )),
                ],
                verdict.IsRead,
                facts.LesionHash,
                facts.PaddingHu
            )
        );
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [.. length, .. text, .. facts.Slice is { } described ? slice!.Pack(described) : []];
    }

    private static RowVerdict Unpack(byte[] bytes, (DatasetRow Row, int InputNumber) place, PieceCodec<SliceDescriptor>? slice)
    {
        const int Start = sizeof(int);
        var length = bytes.Length < Start ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > bytes.Length - Start)
        {
            throw new FormatException("no verdict");
        }
        var stored = Json.Unpack(bytes[Start..(Start + length)]);
        var rest = bytes[(Start + length)..];
        var described =
            rest.Length == 0 ? null
            : slice is null ? throw new FormatException("a slice that the row lacks")
            : slice.Unpack(rest);
        var facts = new RowFacts(place.Row)
        {
            Slice = described,
            LesionHash = stored.LesionHash,
            PaddingHu = stored.PaddingHu,
        };
        return new RowVerdict([.. (stored.Findings ?? []).Select(finding => CreateFinding(finding, place))], facts, stored.IsRead);
    }

    private static Finding CreateFinding(StoredFinding? stored, (DatasetRow Row, int InputNumber) place)
    {
        if (stored is not { Rule: { } id, Message: { } message } || RuleCatalog.Find(id) is not { } rule)
        {
            throw new FormatException("a finding of an unknown rule");
        }
        return new Finding
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = place.Row.Input.Path,
            Stem = place.Row.Input.Stem,
            RowIndex = place.Row.Index,
            InputNumber = place.InputNumber,
            Column = stored.Column,
            Message = message,
            Offset = stored.Offset,
            Key = stored.Key,
        };
    }
}

/// <summary>A verdict without the slice.</summary>
internal sealed record StoredVerdict(IReadOnlyList<StoredFinding?>? Findings, bool IsRead, UInt128? LesionHash, double? PaddingHu);

/// <summary>A finding without input and row, which the piece's row gives.</summary>
internal sealed record StoredFinding(string? Rule, string? Column, string? Message, long? Offset, string? Key);

/// <summary>Writes and reads a verdict without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(StoredVerdict))]
internal sealed partial class StoredVerdictJson : JsonSerializerContext;
