using System.Text.Json.Serialization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>The check of a row as a piece of a shard, in JSON.</summary>
internal static class RowCheckPiece
{
    private static readonly PieceCodec<RowCheck> Json = PieceCodec.Json(RowCheckJson.Default.RowCheck);

    /// <summary>Codec for one row. A check of another row, of other methods, or with impossible values is refused.</summary>
    public static PieceCodec<RowCheck> CreateCodec(DatasetRow row) =>
        new(
            Json.Pack,
            bytes =>
                Json.Unpack(bytes) is var check && check.Row == row.Name && IsComplete(check)
                    ? check
                    : throw new FormatException($"no check of {row.Name} by this version's methods")
        );

    private static bool IsComplete(RowCheck check) =>
        Enum.IsDefined(check.Stored)
        && check.Methods is not null
        && check.Methods.All(method => method is not null && Enum.IsDefined(method.Outcome))
        && check.Methods.Select(method => method.Method).SequenceEqual(LungMaskers.All.Select(masker => masker.Name));
}

/// <summary>Writes and reads a check without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(RowCheck))]
internal sealed partial class RowCheckJson : JsonSerializerContext;
