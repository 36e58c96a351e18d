using System.Text.Json.Serialization;
using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>What the hu_array of each method would keep of a data set.</summary>
public static class MethodComparison
{
    /// <summary>Share of a lesion under which it is lost, as rule LS034 has it.</summary>
    public const double LostShare = 0.5;

    /// <summary>Compares the methods over rows. The result does not depend on the number of threads.</summary>
    /// <param name="work">Rows with hu_array_old of 2 x 2 pixels and more; a mask of equal size marks the lesion.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <returns>The totals, in the order of <see cref="LungMaskers.All"/>.</returns>
    /// <exception cref="Bytes.DatasetFormatException">
    /// A row lacks hu_array_old, or a side is under 2 pixels; or a shard is damaged.
    /// </exception>
    public static IReadOnlyList<MethodKeep> Run(RowWork work, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var rows = RowPass.Run(work, new RowStep<RowAreas>("compare", Measure, RowAreasPiece.CreateCodec), rowDone);
        return [.. LungMaskers.All.Select((method, i) => Sum(method.Name, i, rows))];
    }

    private static RowAreas Measure(RowAnalysis analysis)
    {
        SliceShape.GetSize(analysis.Row, needsHu: false);
        var lesion = analysis.HasMaskOfSlice ? analysis.LesionPixels : 0;
        return new RowAreas(analysis.Row.Name, analysis.HuOld!.Count, lesion, analysis.MethodAreas);
    }

    private static MethodKeep Sum(string name, int method, IReadOnlyList<RowAreas> rows)
    {
        var with = rows.Where(row => row.LesionPixels > 0).ToArray();
        var areas = rows.Select(row => row.Methods[method]).ToArray();
        var (lesion, area) = (with.Sum(row => (long)row.LesionPixels), areas.Sum(row => (long)row.AreaPixels));
        var pixels = rows.Sum(row => row.Pixels);
        return new MethodKeep(
            name,
            lesion == 0 ? null : (double)with.Sum(row => (long)row.Methods[method].LesionPixelsKept) / lesion,
            with.Count(row => row.Methods[method].LesionPixelsKept < LostShare * row.LesionPixels),
            area == 0 ? null : (double)areas.Sum(row => (long)row.TissuePixels) / area,
            pixels == 0 ? null : (double)areas.Sum(row => (long)row.KeptPixels) / pixels
        );
    }
}

/// <summary>What the hu_array of one method keeps of all rows; where it gives no mask, that is the unchanged slice.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="LesionKept">Lesion pixels kept / lesion pixels; null without a lesion.</param>
/// <param name="RowsLesionLost">Rows of whose lesion under half is kept.</param>
/// <param name="TissueShare">Pixels of -300 HU and more / pixels of the method's area; null where it is empty.</param>
/// <param name="LungShare">Pixels kept / all pixels; null without rows.</param>
public sealed record MethodKeep(string Name, double? LesionKept, long RowsLesionLost, double? TissueShare, double? LungShare);

/// <summary>What each method keeps of one row.</summary>
internal sealed record RowAreas(string Row, long Pixels, int LesionPixels, IReadOnlyList<MethodArea> Methods);

/// <summary>The areas of a row as a piece of a shard, in JSON.</summary>
internal static class RowAreasPiece
{
    private static readonly PieceCodec<RowAreas> Json = PieceCodec.Json(RowAreasJson.Default.RowAreas);

    /// <summary>Codec for one row. Areas of another row or of other methods are refused.</summary>
    public static PieceCodec<RowAreas> CreateCodec(DatasetRow row) =>
        new(
            Json.Pack,
            bytes =>
                Json.Unpack(bytes) is var areas
                && areas.Row == row.Name
                && areas.Methods is not null
                && areas.Methods.Select(area => area?.Method).SequenceEqual(LungMaskers.All.Select(masker => masker.Name))
                    ? areas
                    : throw new FormatException($"no areas of {row.Name} by this version's methods")
        );
}

/// <summary>Writes and reads areas without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RowAreas))]
internal sealed partial class RowAreasJson : JsonSerializerContext;
