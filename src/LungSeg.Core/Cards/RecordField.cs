using System.Text.Json.Nodes;

namespace LungSeg.Core.Cards;

/// <summary>Where the values of a field come from.</summary>
/// <param name="Node">Id of the file or file set.</param>
/// <param name="IsSet">Whether it is a file set.</param>
/// <param name="Extract">Kind of extraction: <c>column</c>, <c>fileProperty</c> or <c>jsonPath</c>.</param>
/// <param name="Value">Name of the column or property, or the path.</param>
internal sealed record FieldSource(string Node, bool IsSet, string Extract, string Value)
{
    /// <summary>A regular expression whose group is the value, or a path into it; null for the value itself.</summary>
    public (string Kind, string Text)? Transform { get; init; }

    /// <summary>How the values are to be read, for example <c>XYWH</c>; null for none.</summary>
    public string? Format { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            [IsSet ? "fileSet" : "fileObject"] = new JsonObject { ["@id"] = Node },
            ["extract"] = new JsonObject { [Extract] = Value },
        };
        if (Transform is var (kind, text))
        {
            json["transform"] = new JsonObject { [kind] = text };
        }
        if (Format is not null)
        {
            json["format"] = Format;
        }
        return json;
    }
}

/// <summary>A field of a record set.</summary>
/// <param name="Name">Name within the record set.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Types">Types, the first of which says how values are read.</param>
internal sealed record RecordField(string Name, string Description, params string[] Types)
{
    /// <summary>Where the values come from; null where they stand in the record set.</summary>
    public FieldSource? Source { get; init; }

    /// <summary>Field that values refer to, <c>splits/name</c>; null for none.</summary>
    public string? References { get; init; }

    /// <summary>Measured statistics: name, value and what it is.</summary>
    public IReadOnlyList<FieldStatistic> Statistics { get; init; } = [];

    public JsonObject ToJson(string set)
    {
        // A column can be called anything, and a slash would make it a part of another field.
        var id = $"{set}/{Name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}";
        var json = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = id,
            ["name"] = Name,
            ["description"] = Description,
            ["dataType"] = Types.Length == 1 ? Types[0] : new JsonArray([.. Types.Select(type => (JsonNode)type)]),
        };
        if (Source is not null)
        {
            json["source"] = Source.ToJson();
        }
        if (References is not null)
        {
            json["references"] = new JsonObject { ["field"] = new JsonObject { ["@id"] = References } };
        }
        if (Statistics.Count > 0)
        {
            json["annotation"] = new JsonArray([.. Statistics.Select(statistic => (JsonNode)statistic.ToJson(id))]);
        }
        return json;
    }
}

/// <summary>A statistic of a field or record set, as an annotation of it.</summary>
/// <param name="Name">Name, for example <c>mean</c>.</param>
/// <param name="Description">Of what it is.</param>
/// <param name="Value">The figure.</param>
internal sealed record FieldStatistic(string Name, string Description, double Value)
{
    private const string CountType = "http://www.wikidata.org/entity/Q4049983";

    public JsonObject ToJson(string owner)
    {
        var isCount = Name == "count";
        var json = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = $"{owner}/{Name}",
            ["name"] = $"{owner}/{Name}",
            ["description"] = Description,
            ["value"] = Value == Math.Floor(Value) && Math.Abs(Value) < 1L << 53 ? (long)Value : Value,
            ["dataType"] = isCount ? new JsonArray("sc:Integer", CountType) : "sc:Float",
        };
        if (Name is "minimum" or "maximum")
        {
            json["equivalentProperty"] = Name == "minimum" ? "sc:minValue" : "sc:maxValue";
        }
        return json;
    }
}

/// <summary>A record set.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Description">What a record is.</param>
/// <param name="Fields">The fields.</param>
internal sealed record RecordSet(string Id, string Description, IReadOnlyList<RecordField> Fields)
{
    /// <summary>Type of the records; null for none.</summary>
    public string? Type { get; init; }

    /// <summary>Name of the field that identifies a record; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Records, the values in the order of the fields; empty where they come from files.</summary>
    public IReadOnlyList<object[]> Data { get; init; } = [];

    /// <summary>Measured statistics.</summary>
    public IReadOnlyList<FieldStatistic> Statistics { get; init; } = [];

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = Id,
            ["name"] = Id,
            ["description"] = Description,
        };
        if (Type is not null)
        {
            json["dataType"] = Type;
        }
        if (Key is not null)
        {
            json["key"] = new JsonObject { ["@id"] = $"{Id}/{Key}" };
        }
        json["field"] = new JsonArray([.. Fields.Select(field => (JsonNode)field.ToJson(Id))]);
        if (Statistics.Count > 0)
        {
            json["annotation"] = new JsonArray([.. Statistics.Select(statistic => (JsonNode)statistic.ToJson(GetOwner(statistic)))]);
        }
        if (Data.Count > 0)
        {
            json["data"] = new JsonArray([.. Data.Select(ToRecord)]);
        }
        return json;
    }

    /// <summary>What the id of a statistic begins with, so that it is not that of a column.</summary>
    private string GetOwner(FieldStatistic statistic) => Fields.Any(field => field.Name == statistic.Name) ? $"{Id}/statistics" : Id;

    private JsonNode ToRecord(object[] values)
    {
        var record = new JsonObject();
        for (var i = 0; i < values.Length; i++)
        {
            record[$"{Id}/{Fields[i].Name}"] = values[i] switch
            {
                long number => number,
                double number => number,
                var text => (string)text,
            };
        }
        return record;
    }
}
