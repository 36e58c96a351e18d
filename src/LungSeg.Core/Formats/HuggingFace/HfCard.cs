using System.Globalization;
using System.Text;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.HuggingFace;

/// <summary>The card (README.md) of a Hugging Face image folder.</summary>
internal sealed record HfCard
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "README.md";

    private static readonly (int Below, string Text)[] Sizes =
    [
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (int.MaxValue, "100K<n<1M"),
    ];

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Text below the title.</summary>
    public required string Body { get; init; }

    /// <summary>Folder and number of rows of each split.</summary>
    public required IReadOnlyList<(string Folder, int Rows)> Splits { get; init; }

    /// <summary>Name and dtype of each column.</summary>
    public required IReadOnlyList<(string Name, string DType)> Features { get; init; }

    /// <summary>The whole file. The licence is left open for the publisher to fill in.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var rows = Splits.Sum(split => split.Rows);
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            ---
            license: other
            pretty_name: {YamlText.Quote(Title)}
            task_categories:
            - image-segmentation
            size_categories:
            - {Sizes.First(size => rows < size.Below).Text}
            tags:
            - medical
            - ct
            configs:
            - config_name: default
              data_files:

            """
        );
        foreach (var (folder, _) in Splits)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - split: {SplitName(folder)}\n    path: {YamlText.Quote(folder + "/**")}\n");
        }
        text.Append("dataset_info:\n  features:\n");
        foreach (var (name, dtype) in Features)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: {name}\n    dtype: {dtype}\n");
        }
        text.Append("  splits:\n");
        foreach (var (folder, count) in Splits)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: {SplitName(folder)}\n    num_examples: {count}\n");
        }
        return text.Append(CultureInfo.InvariantCulture, $"---\n\n# {Title}\n\n{Body}").ToString();
    }

    /// <summary>
    /// Name of the split of a folder. Hugging Face calls <c>val</c> <c>validation</c>, and allows only letters, digits and _.
    /// </summary>
    private static string SplitName(string folder) => folder == "val" ? "validation" : YamlText.Quote(folder.Replace('-', '_'));
}
