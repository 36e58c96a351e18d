using System.Text.Json.Nodes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Cards;

/// <summary>Croissant 1.1 with the Responsible-AI vocabulary, as JSON-LD.</summary>
/// <remarks>
/// Specification: mlcommons.org/croissant/1.1, mlcommons.org/croissant/RAI/1.0. The context has the names of its appendix 1.
/// </remarks>
internal static class CroissantDocument
{
    private static readonly string[] Terms =
    [
        "annotation",
        "arrayShape",
        "citeAs",
        "column",
        "containedIn",
        "equivalentProperty",
        "excludes",
        "extract",
        "field",
        "fileObject",
        "fileProperty",
        "fileSet",
        "format",
        "includes",
        "isArray",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "readLines",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "replace",
        "samplingRate",
        "sdVersion",
        "separator",
        "source",
        "subField",
        "transform",
        "unArchive",
        "value",
    ];

    /// <summary>Writes a card.</summary>
    public static string ToText(CardContent card)
    {
        var document = Create(card);
        return JsonText.Write(json => document.WriteTo(json));
    }

    private static JsonObject Create(CardContent card)
    {
        var said = card.Statements;
        var json = new JsonObject
        {
            ["@context"] = CreateContext(),
            ["@type"] = "sc:Dataset",
            ["conformsTo"] = ToArray(["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]),
            ["name"] = card.Name,
            ["description"] = card.Description,
        };
        Set(json, "license", said.License);
        Set(json, "url", said.Url);
        if (said.Creators.Count > 0)
        {
            json["creator"] = new JsonArray([.. said.Creators.Select(creator => (JsonNode)Agent("sc:Person", creator))]);
        }
        Set(json, "datePublished", said.Date);
        Set(json, "version", said.Version);
        if (said.Publisher is { } publisher)
        {
            json["publisher"] = Agent("sc:Organization", publisher);
        }
        Set(json, "citeAs", said.CiteAs);
        if (said.Keywords.Count > 0)
        {
            json["keywords"] = ToArray(said.Keywords);
        }
        json["isLiveDataset"] = false;
        json["sdVersion"] = ToolVersion.Text;
        if (card.OpenInDraft is { Count: > 0 } open)
        {
            json["creativeWorkStatus"] = $"Draft; open: {string.Join(", ", open)}";
        }
        AddProvenance(json, card);
        AddRai(json, card);
        json["distribution"] = new JsonArray([
            .. card.Resources.Files.Select(file => (JsonNode)file.ToJson()),
            .. card.Resources.FileSets.Select(set => (JsonNode)set.ToJson()),
        ]);
        json["recordSet"] = new JsonArray([.. card.RecordSets.Select(set => (JsonNode)set.ToJson())]);
        return json;
    }

    private static JsonObject CreateContext()
    {
        var context = new JsonObject
        {
            ["@language"] = "en",
            ["@vocab"] = "https://schema.org/",
            ["sc"] = "https://schema.org/",
            ["cr"] = "http://mlcommons.org/croissant/",
            ["rai"] = "http://mlcommons.org/croissant/RAI/",
            ["dct"] = "http://purl.org/dc/terms/",
            ["prov"] = "http://www.w3.org/ns/prov#",
            ["conformsTo"] = "dct:conformsTo",
            ["data"] = Typed("cr:data", "@json"),
            ["dataType"] = Typed("cr:dataType", "@vocab"),
            ["examples"] = Typed("cr:examples", "@json"),
        };
        foreach (var term in Terms)
        {
            context[term] = $"cr:{term}";
        }
        return context;
    }

    private static JsonObject Typed(string id, string type) => new() { ["@id"] = id, ["@type"] = type };

    private static JsonObject Agent(string type, string name) => new() { ["@type"] = type, ["name"] = name };

    private static JsonArray ToArray(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static void Set(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    private static void AddProvenance(JsonObject json, CardContent card)
    {
        var sources = card.Statements.DerivedFrom.Select(url => (JsonNode)new JsonObject { ["@id"] = url }).ToList();
        if (card.Output is { } output)
        {
            sources.AddRange(
                output.Inputs.Select(input => new JsonObject
                {
                    ["@type"] = "prov:Entity",
                    ["prov:label"] = input.Stem,
                    ["sha256"] = input.Sha256,
                    ["contentSize"] = FormattableString.Invariant($"{input.Bytes} B"),
                })
            );
            json["prov:wasGeneratedBy"] = new JsonObject
            {
                ["@type"] = "prov:Activity",
                ["prov:label"] = $"lungseg {output.GetParameter("name")}",
                ["description"] = string.Join(", ", output.Command.Select(parameter => $"{parameter.Key}={parameter.Value}")),
                ["prov:wasAssociatedWith"] = new JsonObject { ["@type"] = "prov:SoftwareAgent", ["prov:label"] = output.Tool },
            };
        }
        if (sources.Count > 0)
        {
            json["prov:wasDerivedFrom"] = new JsonArray([.. sources]);
        }
    }

    private static void AddRai(JsonObject json, CardContent card)
    {
        foreach (var field in RaiField.All)
        {
            json[$"rai:{field.Name}"] = string.Join(' ', card.GetSentences(field));
        }
        if (card.Statements.HasSyntheticData is { } synthetic)
        {
            json["rai:hasSyntheticData"] = synthetic;
        }
    }
}
