using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>Command lines to copy from the page. They name files without their folders.</summary>
/// <param name="inputs">The inputs.</param>
/// <param name="reading">Options for reading the inputs, as they were given; empty for none.</param>
internal sealed class InputCommands(IReadOnlyList<InputFile> inputs, string reading)
{
    private readonly string _reading = reading.Length > 0 ? " " + reading : string.Empty;

    // Formats whose files 'threshold' can write anew.
    private static readonly string[] Rewritten = ["pickle", "npz", "npy"];

    /// <summary>The inputs.</summary>
    public IReadOnlyList<InputFile> Inputs => inputs;

    /// <summary>The files of all inputs.</summary>
    public string AllFiles => string.Join(' ', inputs.Select(input => ShellWord.QuotePath(GetName(input.Path))));

    /// <summary>Draws a row in the terminal.</summary>
    public string Show(string row)
    {
        var stem = row[..row.LastIndexOf(':')];
        var input = inputs.FirstOrDefault(input => input.Stem == stem);

        // Of inputs of one name, a single one would have the plain stem.
        var files = input is not null && InputStem.FromPath(input.Path) == stem ? ShellWord.QuotePath(GetName(input.Path)) : AllFiles;
        return $"lungseg inspect {files}{_reading} --show {ShellWord.Quote(row)}";
    }

    /// <summary>Writes rows to a file of their own.</summary>
    public string Take(IEnumerable<string> rows, string output) =>
        $"lungseg convert {AllFiles}{_reading} --rows {ShellWord.Quote(string.Join(',', rows))} -o {output}";

    /// <summary>Leaves rows out of each input that has some.</summary>
    /// <param name="rules">The rules that name them, separated by commas.</param>
    /// <param name="stems">Stems of these inputs.</param>
    public IEnumerable<string> LeaveOut(string rules, IEnumerable<string> stems) =>
        Find(stems)
            .Select(input =>
                $"lungseg convert {ShellWord.QuotePath(GetName(input.Path))}{_reading} -o "
                + $"{ShellWord.QuotePath(input.Stem + "-clean.pkl")} --without {rules}"
            );

    /// <summary>Leaves rows out of each later input that rules name because of an earlier one.</summary>
    public IEnumerable<string> LeaveOutOfLater(string rules, IEnumerable<string> stems) =>
        Find(stems)
            .Select(input =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg convert {AllFiles}{_reading} -o {ShellWord.QuotePath(input.Stem + "-clean.pkl")} "
                        + $"--rows {ShellWord.Quote($"{input.Stem}:0..{input.Rows - 1}")} --without {rules}"
                )
            );

    /// <summary>Splits all rows anew, and writes the parts.</summary>
    public IEnumerable<string> SplitAgain()
    {
        var total = inputs.Sum(input => input.Rows);
        var parts =
            inputs.Count == 2 && total > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" --parts train={Math.Clamp((double)inputs[0].Rows / total, 0.01, 0.99):0.##},test"
                )
                : string.Empty;
        yield return $"lungseg split {AllFiles}{_reading}{parts} -o split.csv";
        yield return $"lungseg convert {AllFiles}{_reading} --split split.csv -o split-again --to npz";
    }

    /// <summary>
    /// A command of a rule. <c>INPUT</c> stands for all inputs; for those with findings where they are inspected, and for each of
    /// these where
    /// the command writes an <c>OUTPUT</c>.
    /// </summary>
    /// <param name="template">The command.</param>
    /// <param name="findings">What the rule found.</param>
    public IEnumerable<string> Fill(string template, IReadOnlyList<Finding> findings)
    {
        if (!template.Contains("OUTPUT", StringComparison.Ordinal))
        {
            // An input that was refused is none of the inputs.
            var found = template.Contains(" inspect ", StringComparison.Ordinal)
                ? string.Join(' ', findings.Select(finding => ShellWord.QuotePath(GetName(finding.Path))).Distinct())
                : AllFiles;
            return [template.Replace("INPUT", found + _reading, StringComparison.Ordinal)];
        }

        var isRewriting = template.Contains(" threshold ", StringComparison.Ordinal);
        return Find(findings.Select(finding => finding.Stem))
            .Where(input => !isRewriting || Rewritten.Contains(input.Format))
            .Select(input =>
                template
                    .Replace("INPUT", ShellWord.QuotePath(GetName(input.Path)) + _reading, StringComparison.Ordinal)
                    .Replace("OUTPUT", ShellWord.QuotePath(GetOutput(input, isRewriting)), StringComparison.Ordinal)
            );
    }

    private IEnumerable<InputFile> Find(IEnumerable<string> stems)
    {
        var wanted = stems.ToHashSet(StringComparer.Ordinal);
        return inputs.Where(input => wanted.Contains(input.Stem));
    }

    // Rewritten files keep their format, and packing.
    private static string GetOutput(InputFile input, bool isRewriting)
    {
        var name = GetName(input.Path);
        var stem = InputStem.FromPath(input.Path);
        return input.Stem + "-new" + (isRewriting && name.StartsWith(stem, StringComparison.Ordinal) ? name[stem.Length..] : string.Empty);
    }

    private static string GetName(string path) => path == "-" ? path : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
