using System.Globalization;
using CsvHelper;

namespace LungSeg.Cli;

/// <summary>Reads which group each row is in: a CSV with the columns <c>row</c> and <c>group</c>, such as <c>split</c> writes.</summary>
internal static class GroupFile
{
    public static Dictionary<string, string> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
            var groups = new Dictionary<string, string>();
            if (!csv.Read() || !csv.ReadHeader() || !csv.HeaderRecord!.Contains("row") || !csv.HeaderRecord!.Contains("group"))
                throw new UsageException($"--group {path}: expected a CSV with the columns row and group");
            while (csv.Read())
                groups[csv.GetField("row")!] = csv.GetField("group")!;
            return groups;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--group {path}: there is no such file");
        }
        catch (CsvHelperException)
        {
            throw new UsageException($"--group {path}: this is no CSV that can be read");
        }
    }
}
