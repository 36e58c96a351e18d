namespace LungSeg.Core.Cards;

/// <summary>A field of the Responsible-AI vocabulary of Croissant (RAI 1.0), as a card fills it.</summary>
/// <param name="Name">Name behind <c>rai:</c>.</param>
/// <param name="Key">Name in card.toml.</param>
/// <param name="Title">Heading in documents for people.</param>
/// <param name="Question">What a person is asked; null where measurements fill the field.</param>
internal sealed record RaiField(string Name, string Key, string Title, string? Question)
{
    /// <summary>How the slices were collected.</summary>
    public static RaiField Collection { get; } =
        new("dataCollection", "data_collection", "Collection", "How, where and when were the slices taken, and of whom?");

    /// <summary>How masks and labels were made.</summary>
    public static RaiField Annotation { get; } =
        new(
            "dataAnnotationProtocol",
            "data_annotation_protocol",
            "Annotation",
            "Who drew the masks and gave the labels, and by which rules?"
        );

    /// <summary>How <c>hu_array</c> was made.</summary>
    public static RaiField Preprocessing { get; } = new("dataPreprocessingProtocol", "data_preprocessing_protocol", "Preprocessing", null);

    /// <summary>What was left out and changed.</summary>
    public static RaiField Manipulation { get; } =
        new("dataManipulationProtocol", "data_manipulation_protocol", "Selection and conversion", null);

    /// <summary>What is missing or wrong.</summary>
    public static RaiField Limitations { get; } = new("dataLimitations", "data_limitations", "Limitations", null);

    /// <summary>What is uneven.</summary>
    public static RaiField Biases { get; } = new("dataBiases", "data_biases", "Balance and bias", null);

    /// <summary>What can identify a person.</summary>
    public static RaiField Personal { get; } =
        new("personalSensitiveInformation", "personal_sensitive_information", "Personal and sensitive information", null);

    /// <summary>What the set is for.</summary>
    public static RaiField UseCases { get; } =
        new("dataUseCases", "data_use_cases", "Uses", "What is the set meant for, and what must it not be used for?");

    /// <summary>Whom uses of the set can help or harm.</summary>
    public static RaiField SocialImpact { get; } =
        new(
            "dataSocialImpact",
            "data_social_impact",
            "Social impact",
            "Whom can uses of the set help or harm, and what was done about it?"
        );

    /// <summary>All fields of text, in the order of documents.</summary>
    public static IReadOnlyList<RaiField> All { get; } =
    [Collection, Annotation, Preprocessing, Manipulation, Limitations, Biases, Personal, UseCases, SocialImpact];
}
