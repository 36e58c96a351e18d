using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Browsing;

/// <summary>Writes the page as a folder of files, with the pictures of all rows and a manifest; it appears when it is complete.</summary>
public static class PageFolder
{
    /// <summary>Throws where <see cref="Write"/> would, as far as that is known before the work.</summary>
    /// <exception cref="InvalidRequestException">The folder is or holds a file that the run has read.</exception>
    /// <exception cref="IOException">The folder exists and may not be replaced.</exception>
    public static void Check(string folder, bool overwrite) => StagedOutput.Check(folder, isFolder: true, overwrite);

    /// <summary>Path of a row's picture below the folder.</summary>
    /// <param name="position">Position of the row in the survey.</param>
    public static string GetPicture(int position) => FormattableString.Invariant($"pictures/{position}.jpg");

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="overwrite">Whether an earlier page may be replaced.</param>
    /// <param name="survey">The survey, which has run.</param>
    /// <param name="files">Files of the page by their names.</param>
    /// <param name="jobs">Threads.</param>
    /// <returns>Number of files and bytes.</returns>
    /// <exception cref="DatasetFormatException">A file has changed since it was indexed.</exception>
    /// <exception cref="IOException">The folder exists and may not be replaced, or writing fails.</exception>
    public static (int Files, long Bytes) Write(
        string folder,
        bool overwrite,
        RowSurvey survey,
        IEnumerable<KeyValuePair<string, byte[]>> files,
        int jobs
    )
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(files);
        using var output = StagedOutput.Create(folder, isFolder: true, overwrite);
        foreach (var (name, content) in files)
        {
            output.Files.Write(name, content);
        }

        ParallelRows.Run(
            survey.Rows.Count,
            RowJobs.Limit(survey.Rows, jobs),
            position =>
            {
                if (RowThumbnail.TryDraw(survey, position) is { } picture)
                {
                    output.Files.Write(GetPicture(position), picture);
                }
            }
        );
        var written = output.Files.Check(withSha256: false, jobs);
        using (var manifest = File.Create(output.ManifestPath))
        {
            WriteManifest(manifest, survey.Dataset, written);
        }

        output.Commit();
        return output.Files.Measure();
    }

    private static void WriteManifest(Stream stream, Dataset dataset, IReadOnlyList<WrittenFile> files)
    {
        using var json = JsonText.CreateWriter(stream);
        json.WriteStartObject();
        json.WriteString("schema", OutputContents.ManifestSchema);
        ToolDocument.WriteTool(json);
        json.WriteStartObject("command");
        json.WriteString("name", "browse");
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var input in dataset.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("stem", input.Stem);
            json.WriteNumber("bytes", input.ByteLength);
            json.WriteNumber("rows", input.RowCount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Manifest.WriteFiles(json, files);
        json.WriteEndObject();
    }
}
