package httpadapter

func english() Texts {
	return Texts{
		NotFound:        Text{"This link does not exist", "Please check the address for typing errors, or ask the person who gave it to you."},
		Gone:            Text{"This link no longer works", "It has expired or was removed by its owner."},
		Disabled:        Text{"This link was switched off", "It is not available because it broke the rules of this service, or the law."},
		NotAllowed:      Text{"This is a short link", "It can only be opened, as from the address bar of a browser."},
		Foreign:         Text{"This did not come from here", "Please open the short link itself and type the password there."},
		Failed:          Text{"Something went wrong", "That is our fault, not yours. Please try again in a moment."},
		Unavailable:     Text{"Not available right now", "Please try again in a moment."},
		Password:        Text{"This link needs a password", "The person who gave you the link knows it."},
		PasswordLabel:   "Password",
		WrongPassword:   "That is not the password. Please try again.",
		TooManyAttempts: "Too many attempts. Please wait a moment, then try again.",
		Preview:         Text{"This link leads to {host}", "The short link sends you to this address:"},
		PreviewApp:      Text{"Where this link leads", "The short link opens this address in an app:"},
		Limited:         Text{"This link opens only so many times", "That is why this page does not show where it leads."},
		Locked:          Text{"This link needs a password", "Without it, this page does not show where the link leads."},
		Leaving:         Text{"One moment, please", "You are on your way to {host}."},
		Continue:        "Continue",
	}
}

func german() Texts {
	return Texts{
		NotFound:        Text{"Diesen Link gibt es nicht", "Bitte prüfen Sie die Adresse auf Tippfehler oder fragen Sie die Person, von der Sie sie haben."},
		Gone:            Text{"Dieser Link gilt nicht mehr", "Er ist abgelaufen oder wurde entfernt."},
		Disabled:        Text{"Dieser Link wurde gesperrt", "Er ist nicht verfügbar, weil er gegen die Regeln dieses Dienstes oder gegen das Gesetz verstieß."},
		NotAllowed:      Text{"Das ist ein Kurzlink", "Man kann ihn nur öffnen, etwa über die Adresszeile eines Browsers."},
		Foreign:         Text{"Das kam nicht von hier", "Bitte öffnen Sie den Kurzlink selbst und geben Sie das Passwort dort ein."},
		Failed:          Text{"Etwas ist schiefgegangen", "Das liegt an uns, nicht an Ihnen. Bitte versuchen Sie es gleich noch einmal."},
		Unavailable:     Text{"Gerade nicht erreichbar", "Bitte versuchen Sie es gleich noch einmal."},
		Password:        Text{"Dieser Link ist durch ein Passwort geschützt", "Wer Ihnen den Link gegeben hat, kennt es."},
		PasswordLabel:   "Passwort",
		WrongPassword:   "Das Passwort ist falsch. Bitte versuchen Sie es noch einmal.",
		TooManyAttempts: "Zu viele Versuche. Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.",
		Preview:         Text{"Dieser Link führt zu {host}", "Der Kurzlink leitet Sie zu dieser Adresse:"},
		PreviewApp:      Text{"Wohin dieser Link führt", "Der Kurzlink öffnet diese Adresse in einer App:"},
		Limited:         Text{"Dieser Link lässt sich nur begrenzt oft öffnen", "Darum wird hier nicht gezeigt, wohin er führt."},
		Locked:          Text{"Dieser Link ist durch ein Passwort geschützt", "Ohne Passwort wird nicht gezeigt, wohin er führt."},
		Leaving:         Text{"Einen Moment, bitte", "Sie werden zu {host} weitergeleitet."},
		Continue:        "Weiter",
	}
}

func french() Texts {
	return Texts{
		NotFound:        Text{"Ce lien n’existe pas", "Vérifiez l’adresse ou demandez à la personne qui vous l’a donnée."},
		Gone:            Text{"Ce lien ne fonctionne plus", "Il a expiré ou a été supprimé."},
		Disabled:        Text{"Ce lien a été désactivé", "Il n’est pas disponible, car il enfreignait les règles de ce service ou la loi."},
		NotAllowed:      Text{"Ceci est un lien court", "On ne peut que l’ouvrir, par exemple depuis la barre d’adresse d’un navigateur."},
		Foreign:         Text{"Cette demande ne vient pas d’ici", "Ouvrez le lien court lui-même et saisissez-y le mot de passe."},
		Failed:          Text{"Une erreur s’est produite", "C’est notre faute, pas la vôtre. Réessayez dans un instant."},
		Unavailable:     Text{"Indisponible pour le moment", "Réessayez dans un instant."},
		Password:        Text{"Ce lien est protégé par un mot de passe", "La personne qui vous a donné le lien le connaît."},
		PasswordLabel:   "Mot de passe",
		WrongPassword:   "Ce n’est pas le bon mot de passe. Réessayez.",
		TooManyAttempts: "Trop de tentatives. Patientez un instant, puis réessayez.",
		Preview:         Text{"Ce lien mène à {host}", "Le lien court vous envoie à cette adresse :"},
		PreviewApp:      Text{"Où mène ce lien", "Le lien court ouvre cette adresse dans une application :"},
		Limited:         Text{"Ce lien ne peut être ouvert qu’un nombre limité de fois", "C’est pourquoi sa destination n’est pas montrée ici."},
		Locked:          Text{"Ce lien est protégé par un mot de passe", "Sans lui, la destination du lien n’est pas montrée."},
		Leaving:         Text{"Un instant, s’il vous plaît", "Vous allez être redirigé vers {host}."},
		Continue:        "Continuer",
	}
}

func spanish() Texts {
	return Texts{
		NotFound:        Text{"Este enlace no existe", "Compruebe si la dirección tiene errores o pregunte a quien se la dio."},
		Gone:            Text{"Este enlace ya no funciona", "Ha caducado o ha sido eliminado."},
		Disabled:        Text{"Este enlace ha sido desactivado", "No está disponible porque incumplía las normas de este servicio o la ley."},
		NotAllowed:      Text{"Esto es un enlace corto", "Solo se puede abrir, por ejemplo desde la barra de direcciones de un navegador."},
		Foreign:         Text{"Esto no vino de aquí", "Abra el propio enlace corto y escriba allí la contraseña."},
		Failed:          Text{"Algo ha fallado", "La culpa es nuestra, no suya. Vuelva a intentarlo en un momento."},
		Unavailable:     Text{"No disponible en este momento", "Vuelva a intentarlo en un momento."},
		Password:        Text{"Este enlace requiere una contraseña", "La persona que le dio el enlace la conoce."},
		PasswordLabel:   "Contraseña",
		WrongPassword:   "Esa no es la contraseña. Vuelva a intentarlo.",
		TooManyAttempts: "Demasiados intentos. Espere un momento y vuelva a intentarlo.",
		Preview:         Text{"Este enlace lleva a {host}", "El enlace corto le envía a esta dirección:"},
		PreviewApp:      Text{"Adónde lleva este enlace", "El enlace corto abre esta dirección en una aplicación:"},
		Limited:         Text{"Este enlace solo se puede abrir un número limitado de veces", "Por eso no se muestra aquí adónde lleva."},
		Locked:          Text{"Este enlace requiere una contraseña", "Sin ella no se muestra adónde lleva."},
		Leaving:         Text{"Un momento, por favor", "Le estamos llevando a {host}."},
		Continue:        "Continuar",
	}
}
