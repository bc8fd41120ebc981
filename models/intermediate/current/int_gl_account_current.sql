{{ conformed('gl_account', ['account'], scope=[]) }}
