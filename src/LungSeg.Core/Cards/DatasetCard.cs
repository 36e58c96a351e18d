using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Cards;

/// <summary>The card of a data set: Croissant with Responsible-AI fields, a datasheet, and the card of the Hugging Face hub.</summary>
public sealed class DatasetCard
{
    private readonly CardContent _content;

    private DatasetCard(CardContent content) => _content = content;

    /// <summary>Fields of card.toml without which no card is written, unless it is a draft.</summary>
    public IReadOnlyList<string> Missing => _content.Missing;

    /// <summary>Fields of card.toml that no measurement fills and nobody filled.</summary>
    public IReadOnlyList<string> LeftOpen => _content.LeftOpen;

    /// <summary>Whether other sentences are measured now than when card.toml was written.</summary>
    public bool HasOtherFacts => _content.Statements.MeasuredDigest is { } digest && digest != _content.MeasuredDigest;

    /// <summary>Describes inputs that lungseg did not write.</summary>
    /// <param name="statements">What a person says.</param>
    /// <param name="facts">What was measured of their rows.</param>
    /// <param name="dataset">The inputs.</param>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static DatasetCard OfInputs(CardStatements statements, CardFacts facts, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(dataset);
        var name = string.Join(", ", dataset.Inputs.Select(input => input.Stem));
        return new(CardContent.Create(statements, facts, null, CardResources.FromInputs(dataset.Inputs), name));
    }

    /// <summary>Describes an output of a conversion.</summary>
    /// <param name="statements">What a person says.</param>
    /// <param name="facts">What was measured of its rows; null where they cannot be read.</param>
    /// <param name="folder">Folder that holds the files: the output, or the folder around an output of one file.</param>
    /// <param name="name">Name of the output.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="isFresh">Whether it is just being written, so that the facts are those of the source's rows.</param>
    /// <exception cref="DatasetFormatException">The manifest is none of this version, or a file is another than it says.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static DatasetCard OfOutput(
        CardStatements statements,
        CardFacts? facts,
        string folder,
        string name,
        ReadOnlyMemory<byte> manifest,
        bool isFresh = false
    )
    {
        ArgumentNullException.ThrowIfNull(statements);
        var output = OutputDescription.Parse(name, folder, manifest) with { IsFresh = isFresh };
        return new(CardContent.Create(statements, facts, output, CardResources.FromOutput(output), FileKinds.GetStem(name)));
    }

    /// <summary>A document of the card.</summary>
    /// <param name="file">Which, one of <see cref="CardFiles.All"/>.</param>
    public string ToText(string file) =>
        file switch
        {
            CardFiles.Croissant => CroissantDocument.ToText(_content),
            CardFiles.Datasheet => CardMarkdown.ToDatasheet(_content),
            CardFiles.Readme => CardMarkdown.ToReadme(_content),
            _ => throw new ArgumentException($"{file} is no card", nameof(file)),
        };

    /// <summary>A card.toml with the measured sentences in it, and with what a person must fill in marked.</summary>
    public string ToTemplate() => CardTemplate.ToText(_content);
}
