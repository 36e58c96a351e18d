using LungSeg.Core.Comparison.Integrity;
using LungSeg.Core.Reporting;

namespace LungSeg.Cli.Commands;

/// <summary>Where files can be downloaded: the address of one file, or of a folder.</summary>
/// <param name="Url">The address; that of a folder ends in a slash.</param>
internal sealed record DownloadAddress(string Url)
{
    public bool IsFolder => Url.EndsWith('/');

    /// <exception cref="UsageException">It is no address that curl could take.</exception>
    public static DownloadAddress Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "ftp" or "ftps"
            ? new DownloadAddress(url)
            : throw new UsageException($"--download-url {url}: expected an address such as https://example.org/lung_cancer_train.pkl");

    /// <summary>The command that completes a file, as a shell takes it; null where more bytes would not complete it.</summary>
    public string? GetCommand(CheckedFile file)
    {
        if (file.State is not (FileState.Cut or FileState.Missing) || file.Expected is null)
        {
            return null;
        }
        var url = IsFolder ? Url + string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString)) : Url;
        return $"curl -C - -o {ShellWord.QuotePathOnOneLine(file.Location)} {ShellWord.QuoteOnOneLine(url)}";
    }
}
