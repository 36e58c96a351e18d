using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LungSeg.Cli.Browse.Http;
using LungSeg.Core.Browsing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Browse;

/// <summary>Answers the requests of the page. No name in a request leads to a file: pages are embedded, rows are numbers.</summary>
/// <param name="survey">What is known of the rows.</param>
/// <param name="marks">The marks.</param>
/// <param name="access">Who may ask.</param>
/// <param name="report">Told of an exception that no request should lead to.</param>
internal sealed class BrowseSite(RowSurvey survey, JoinedMarks marks, BrowseAccess access, Action<Exception> report)
{
    private const string Binary = "application/octet-stream";
    private const int LongestNote = 1000;

    // Pixels have runs, and no words that come again: to look for these takes three times as long and saves little.
    private static readonly ZLibCompressionOptions OfPixels = new()
    {
        CompressionLevel = 3,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };

    private static readonly ZLibCompressionOptions OfText = new() { CompressionLevel = 1 };
    private readonly ThumbnailCache _thumbnails = new(survey);

    /// <summary>Answers a request. Called from any thread.</summary>
    public HttpResponse Answer(HttpRequest request)
    {
        if (access.Refuse(request, out var cookie) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var response = request.Method == "POST" ? AnswerPost(request) : AnswerGet(request);
            return Compress(response, request) with { Cookie = cookie };
        }
        catch (Exception e) when (e is DatasetFormatException or InvalidRequestException or IOException or UnauthorizedAccessException)
        {
            return HttpResponse.Text(500, ErrorText.Describe(e));
        }
        catch (Exception e)
        {
            // This is the border of a request, as CliHost is that of a run: a fault with one row must not end the others.
            report(e);
            return HttpResponse.Text(500, $"internal error: {e.GetType().Name}: {e.Message}");
        }
    }

    private HttpResponse AnswerGet(HttpRequest request)
    {
        var name = request.Path == "/" ? PageFiles.Index : request.Path[1..];
        if (PageFiles.All.TryGetValue(name, out var file))
        {
            return new HttpResponse(200, PageFiles.GetContentType(name), file);
        }

        return request.Path switch
        {
            "/start.json" => Json(json => PageDocument.WriteStart(json, survey, marks)),
            "/state.json" => Json(json =>
                SurveyDocument.Write(
                    json,
                    survey,
                    marks,
                    new SeenState(GetNumber(request, "from"), GetNumber(request, "marks"), GetNumber(request, "result") > 0)
                )
            ),
            _ => FindRow(request.Path) is var (row, what) ? AnswerRow(row, what) : HttpResponse.Text(404, "there is no such page"),
        };
    }

    private HttpResponse AnswerRow(int row, string what) =>
        what switch
        {
            "pixels" => new HttpResponse(200, Binary, SlicePixels.Pack(survey, row)),
            "areas" => new HttpResponse(200, Binary, SlicePixels.PackAreas(survey, row)),
            "picture.jpg" when _thumbnails.Get(row) is { } picture => new HttpResponse(200, "image/jpeg", picture),
            _ => HttpResponse.Text(404, "there is no such page"),
        };

    /// <summary>The row and the last part of <c>/rows/17/pixels</c>; null for another path.</summary>
    private (int Row, string What)? FindRow(string path) =>
        path.Split('/') is ["", "rows", var number, var what]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
        && row < survey.Rows.Count
            ? (row, what)
            : null;

    private HttpResponse AnswerPost(HttpRequest request)
    {
        if (request.Path != "/marks")
        {
            return HttpResponse.Text(404, "there is no such page");
        }

        if (request.Find("content-type")?.Split(';')[0].Trim() != "application/json")
        {
            return HttpResponse.Text(415, "application/json is expected");
        }

        MarkRequest mark;
        try
        {
            mark = MarkRequest.Read(request.Body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return HttpResponse.Text(400, "expected {\"row\": NUMBER, \"mark\": TEXT, \"note\": TEXT or null}");
        }

        if (mark.Row < 0 || mark.Row >= survey.Rows.Count || !RowMarks.Known.Contains(mark.Mark) || mark.Note?.Length > LongestNote)
        {
            return HttpResponse.Text(400, $"no such row or mark, or a note of over {LongestNote} characters");
        }

        var odd = marks.Set(survey.Rows[mark.Row].Name, mark.Mark, mark.Note);
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("odd", odd);
            PageDocument.WriteMarks(json, marks);
            json.WriteEndObject();
        });
    }

    private static int GetNumber(HttpRequest request, string name) =>
        int.TryParse(request.FindParameter(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static HttpResponse Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = JsonText.CreateWriter(stream, isIndented: false))
        {
            write(json);
        }

        return new HttpResponse(200, "application/json", stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    private static HttpResponse Compress(HttpResponse response, HttpRequest request)
    {
        const int Worthwhile = 2048;
        if (
            response.Body.Length < Worthwhile
            || response.ContentType == "image/jpeg"
            || request.Find("accept-encoding")?.Contains("gzip", StringComparison.Ordinal) != true
        )
        {
            return response;
        }

        using var packed = new MemoryStream(response.Body.Length / 2);
        using (var gzip = new GZipStream(packed, response.ContentType == Binary ? OfPixels : OfText, leaveOpen: true))
        {
            gzip.Write(response.Body.Span);
        }

        return response with
        {
            Body = packed.GetBuffer().AsMemory(0, (int)packed.Length),
            IsGzip = true,
        };
    }

    /// <summary>A mark to set on a row, or to remove.</summary>
    private sealed record MarkRequest(int Row, string Mark, string? Note)
    {
        public static MarkRequest Read(ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            return new MarkRequest(
                root.GetProperty("row").TryGetInt32(out var row) ? row : -1,
                root.GetProperty("mark").GetString() ?? string.Empty,
                Clean(root.GetProperty("note").GetString())
            );
        }

        /// <summary>A note stands on one line of the file.</summary>
        private static string? Clean(string? note)
        {
            if (note is null)
            {
                return null;
            }

            var text = new StringBuilder(note.Length);
            foreach (var rune in note.EnumerateRunes())
            {
                text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
            }

            return text.ToString().Trim();
        }
    }
}
