using System.Text;
using System.Text.Json;
using LungSeg.Core.Browsing;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Browse;

/// <summary>The page as static files that open without a server: one classic script, the data as another, pictures as files.</summary>
internal static class BrowseExport
{
    private const string Data = "data.js";
    private const string Script = "page.js";
    private const string ModuleElement = "<script type=\"module\" src=\"main.js\"></script>";

    /// <summary>
    /// For a page that is opened from a file, 'self' stands for files in some browsers and for nothing in others; file: stands for files.
    /// </summary>
    private const string Policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
        + "img-src 'self' file:; base-uri 'none'; form-action 'none'\">";

    /// <summary>Writes the page of a survey that has run.</summary>
    /// <param name="folder">Folder to write.</param>
    /// <param name="overwrite">Whether an earlier export may be replaced.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="marks">The marks, which the page shows and cannot change.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="IOException">The folder exists and may not be replaced, or writing fails.</exception>
    public static (int Files, long Bytes) Write(string folder, bool overwrite, RowSurvey survey, JoinedMarks marks, int jobs) =>
        PageFolder.Write(
            folder,
            overwrite,
            survey,
            [
                new(PageFiles.Index, Encoding.UTF8.GetBytes(MakeIndex())),
                new(PageFiles.Style, PageFiles.All[PageFiles.Style]),
                new(PageFiles.Icon, PageFiles.All[PageFiles.Icon]),
                new(Script, Encoding.UTF8.GetBytes(PageFiles.JoinModules())),
                new(Data, MakeData(survey, marks)),
            ],
            jobs
        );

    private static string MakeIndex() =>
        Encoding
            .UTF8.GetString(PageFiles.All[PageFiles.Index])
            .Replace(
                ModuleElement,
                $"{Policy}\n<script defer src=\"{Data}\"></script>\n<script defer src=\"{Script}\"></script>",
                StringComparison.Ordinal
            );

    private static byte[] MakeData(RowSurvey survey, JoinedMarks marks)
    {
        using var stream = new MemoryStream();
        stream.Write("globalThis.lungsegData = "u8);
        using (var json = JsonText.CreateWriter(stream, isIndented: false))
        {
            json.WriteStartObject();
            Write(json, survey, marks);
            json.WriteEndObject();
        }

        stream.Write(";\n"u8);
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RowSurvey survey, JoinedMarks marks)
    {
        json.WritePropertyName("start");
        PageDocument.WriteStart(json, survey, marks);
        json.WritePropertyName("state");
        SurveyDocument.Write(json, survey, marks, new SeenState(0, marks.Revision, HasResult: false) { RowsAtMost = int.MaxValue });
    }
}
