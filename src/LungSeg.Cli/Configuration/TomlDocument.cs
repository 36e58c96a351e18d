using System.Text.Json;

namespace LungSeg.Cli.Configuration;

/// <summary>A document of settings, which knows the lines of its keys.</summary>
/// <param name="Root">Its content.</param>
/// <param name="Lines">Number of the line of each key, by its names with dots between.</param>
internal sealed record TomlDocument(JsonElement Root, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>Number of a key's line, or of the section that it is in; null where neither is known.</summary>
    public int? GetLine(string key) => Lines.TryGetValue(key, out var line) || Lines.TryGetValue(key.Split('.')[0], out line) ? line : null;

    /// <summary>What is wrong with a key, with its line.</summary>
    public FormatException At(string key, Exception fault)
    {
        var line = GetLine(key);
        return new FormatException(line is null ? fault.Message : FormattableString.Invariant($"{fault.Message} (line {line})"));
    }

    /// <summary>What is wrong in a section, with the line of the key that it names in quotes or begins with.</summary>
    public FormatException Locate(string section, Exception fault)
    {
        var message = fault.Message;
        bool IsAbout(string name) =>
            message.Contains($"'{name}'", StringComparison.Ordinal) || message.StartsWith(name + " ", StringComparison.Ordinal);
        var inSection = Lines.Keys.Where(key => key.StartsWith(section + ".", StringComparison.Ordinal));
        return At(inSection.FirstOrDefault(key => IsAbout(key[(key.LastIndexOf('.') + 1)..])) ?? section, fault);
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">Its value is wrong; the message has the line.</exception>
    public T ReadAt<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw At(key, e);
        }
    }

    /// <inheritdoc cref="ReadAt{T}"/>
    public void ReadAt(string key, Action read) =>
        ReadAt(
            key,
            () =>
            {
                read();
                return true;
            }
        );
}
