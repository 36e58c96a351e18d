using System.Text.Json;
using System.Text.Json.Serialization;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics.Documents;

/// <summary>Reads the figures of a row from JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [
        typeof(SnakeCaseEnumConverter<LungSide>),
        typeof(SnakeCaseEnumConverter<ThresholdOutcome>),
        typeof(SnakeCaseEnumConverter<StoredArea>),
    ]
)]
[JsonSerializable(typeof(RowStatistics))]
internal sealed partial class RowStatisticsJson : JsonSerializerContext;

/// <summary>Reads values of an enum by their names in snake_case.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
