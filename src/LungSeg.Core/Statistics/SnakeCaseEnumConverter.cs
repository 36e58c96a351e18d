using System.Text.Json;
using System.Text.Json.Serialization;

namespace LungSeg.Core.Statistics;

/// <summary>Reads values of an enum by their names in snake_case.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
